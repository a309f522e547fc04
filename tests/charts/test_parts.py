"""Counts in their parts: as long as all together, what counts full, and words that stay inside the drawing."""

from charts.parts import Part, Parts, parts_chart

LONG = "China: " + ", ".join(f"{n} of a rather long kind of word" for n in range(9))
ROWS = [
    Parts("US", "United States: 1 tracked, 2 hosted", [Part("tracked", 1, counts=True), Part("hosted", 2)]),
    Parts("CN", LONG, [Part("not found", 3), Part("never", 0)]),
]


def test_a_bar_is_as_long_as_its_parts_and_full_where_it_counts():
    counted, hosted, lost = parts_chart(ROWS)["data"]
    assert [trace["x"] for trace in (counted, hosted, lost)] == [[1], [2], [3]]
    assert counted["y"] == hosted["y"] != lost["y"]
    assert (counted["opacity"], counted["marker"]["pattern"]["shape"]) == (1, "")
    assert hosted["opacity"] < 1
    assert hosted["marker"]["pattern"]["shape"]
    assert lost["marker"]["pattern"]["shape"] != hosted["marker"]["pattern"]["shape"]


def test_long_words_are_broken_and_the_drawing_grows_with_their_lines():
    layout = parts_chart(ROWS)["layout"]
    narrow = layout["meta"]["narrow"]["layout"]
    for part, signs in ((layout, 96), (narrow, 34)):
        assert all(len(line) <= signs for note in part["annotations"] for line in note["text"].split("<br>"))
    assert narrow["height"] > layout["height"] > parts_chart(ROWS[:1])["layout"]["height"]
    assert layout["annotations"][1]["text"].replace("<br>", " ") == LONG
