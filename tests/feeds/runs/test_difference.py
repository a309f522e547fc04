"""What is different between two answers, and the same in words: `replay_feed RUN --show` and `--save`."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from feeds.models import Asking, FeedRun, RawAnswer
from feeds.registry import FEEDS
from feeds.runs import difference as module
from feeds.runs.difference import Some, difference
from feeds.runs.runner import run
from launches.models import ElementSet
from tests.feeds.answers import CHANGES_PATH, LAUNCHES_PATH, gp_row, launch, page, serve, update
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft
from tests.present import present

GP, LAUNCHES, CHANGES = (FEEDS[slug] for slug in ("celestrak-gp", "launch-library", "launch-library-changes"))


@pytest.fixture(autouse=True)
def _tracked(empty_ledger) -> None:
    spacecraft(norad_cat_id=66303, identity="catalogued")


def rows(numbers, **changes) -> list[dict[str, str]]:
    return [gp_row(NORAD_CAT_ID=str(n), OBJECT_NAME=f"LANTERN-{n}", **changes) for n in numbers]


def answered(replay, told) -> FeedRun:
    """A run three hours after all others."""
    three_hours = timedelta(hours=3)
    FeedRun.objects.update(started_at=F("started_at") - three_hours, ended_at=F("ended_at") - three_hours)
    Asking.objects.update(at=F("at") - three_hours)
    serve(replay, rows=told)
    return run(GP)


def command(*words: object) -> str:
    out = StringIO()
    call_command("replay_feed", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def held(replay) -> FeedRun:
    """Of a hundred objects ten are left, one is new, and four cannot be read."""
    answered(replay, rows(range(1, 101)))
    told = [
        *rows(range(1, 11)),
        *rows([200]),
        *rows([11, 12, 13], ECCENTRICITY="7"),
        *rows([14], INCLINATION="x"),
    ]
    return answered(replay, told)


def test_it_names_what_is_gone_and_new_and_why_records_are_set_aside(held):
    assert held.outcome == "held"
    told = difference(GP, held)

    assert (told.before, told.now, told.set_aside, told.against) == (100, 11, 4, held.pk - 1)
    gone = present(told.gone)
    assert (gone.count, gone.more, gone.first[0]) == (90, 40, "11 LANTERN-11")
    assert gone.first[-1] == "60 LANTERN-60", "numbers in their order"
    assert told.new == Some(1, ("200 LANTERN-200",))
    assert [count for _reason, count in told.reasons] == [3, 1]
    assert told.reasons[0][0].startswith("ECCENTRICITY '7'")
    assert (told.fault, told.further_set_aside) == ("", 0)


def test_looking_stores_nothing(held, django_assert_num_queries):
    before = list(ElementSet.objects.values()), list(FeedRun.objects.values())
    difference(GP, held)
    assert (list(ElementSet.objects.values()), list(FeedRun.objects.values())) == before
    with django_assert_num_queries(1):  # which run it is compared with; the rest is remembered
        difference(GP, held)


def test_it_is_the_last_success_before_the_run_whose_answer_is_kept(replay, held):
    later = answered(replay, rows(range(1, 90)))
    assert difference(GP, held).against == held.pk - 1
    assert difference(GP, later).against == held.pk - 1, "a held answer is no success"

    first = FeedRun.objects.get(pk=held.pk - 1)
    RawAnswer.objects.filter(pk=present(first.raw_id)).delete()
    told = difference(GP, FeedRun.objects.get(pk=later.pk))
    assert (told.against, told.gone, told.new, told.now) == (None, None, None, 89)


def test_an_answer_that_came_twice_differs_in_nothing(replay):
    answered(replay, told := rows(range(1, 30)))
    found = difference(GP, answered(replay, told))
    assert (found.same_bytes, found.gone, found.new) == (True, Some(0), Some(0))


def test_launches_are_told_by_name_and_day(replay):
    serve(
        replay,
        [launch(), launch(id="00000000-0000-0000-0000-000000000007", name="Long March 2C | \u202eWuji")],
    )
    run(LAUNCHES)
    replay.answers[LAUNCHES_PATH] = Reply(page([launch()]))
    told = difference(LAUNCHES, run(LAUNCHES, force=True))
    assert present(told.gone).first == ("Long March 2C | Wuji, NET 2026-12-05",)


def test_what_the_parser_refuses_is_said(replay):
    serve(replay, [launch()])
    run(LAUNCHES)
    replay.answers[LAUNCHES_PATH] = Reply(json.dumps({"detail": "gone fishing"}).encode())
    refused = run(LAUNCHES, force=True)
    assert refused.outcome == "refused"
    told = difference(LAUNCHES, refused)
    assert "has no list “results”" in told.fault
    assert (told.before, told.now, told.gone) == (1, 0, None)


def test_a_parser_that_breaks_breaks_no_page(held):
    def broken(bodies, received_at):
        raise KeyError("net")

    told = difference(replace(GP, parse=broken), held)
    assert told.fault == "It breaks at this answer with KeyError: 'net'."


def test_of_very_long_answers_only_the_counts_are_told(held, monkeypatch):
    monkeypatch.setattr(module, "MOST_NAMED", 50)
    told = difference(GP, held)
    assert (told.before, told.now, told.gone, told.new) == (100, 11, None, None)


# --- In words -----------------------------------------------------------------------------------
def test_show_prints_the_comparison_and_stores_nothing(held):
    said = command(held.pk, "--show").splitlines()
    assert said[0].startswith(f"celestrak-gp, run {held.pk}: held for a person. Only 11 records can be read")
    assert said[1] == "Now: 11 records, 4 set aside."
    assert "  3 x ECCENTRICITY '7'" in said[2]
    assert {"Gone: 90", "  11 LANTERN-11", "  and 40 more", "New: 1", "  200 LANTERN-200"} <= set(said)
    assert any(line.startswith(f"Run {held.pk - 1} of ") and line.endswith(": 100 records.") for line in said)
    assert FeedRun.objects.count() == 2


def test_of_a_feed_read_in_pieces_nothing_is_called_gone(replay):
    serve(replay, [launch()])
    replay.answers[CHANGES_PATH] = Reply(page([launch()]))
    run(CHANGES)
    replay.answers[CHANGES_PATH] = Reply(
        page([launch(id="00000000-0000-0000-0000-000000000007", last_updated="2026-11-01T11:00:00Z")])
    )
    said = command(run(CHANGES, force=True).pk, "--show")
    assert "Only in that answer, which is no loss in a feed read in pieces: 1" in said
    assert "Gone" not in said


def test_save_writes_each_body_as_it_came_and_nothing_twice(held, tmp_path):
    said = command(held.pk, "--save", tmp_path / "new")
    (path,) = (tmp_path / "new").iterdir()
    assert said.strip() == str(path)
    assert path.name == f"celestrak-gp-run-{held.pk}-1.txt"
    assert [path.read_bytes()] == held.raw.bodies
    with pytest.raises(CommandError, match="is there already: name another folder"):
        command(held.pk, "--save", tmp_path / "new")


def test_looking_is_not_storing(held, tmp_path):
    with pytest.raises(CommandError, match="choose one"):
        command(held.pk, "--show", "--release")
    RawAnswer.objects.all().delete()
    with pytest.raises(CommandError, match="is not kept"):
        command(held.pk, "--show")
    (tmp_path / "file").write_text("")
    FeedRun.objects.filter(pk=held.pk).update(raw=RawAnswer.keep(GP.slug, [b"x"]))
    with pytest.raises(CommandError, match="cannot be written to"):
        command(held.pk, "--save", tmp_path / "file" / "folder")


def test_an_answer_that_found_a_launch_not_known_any_more_is_compared_too(replay):
    items = [launch(id=f"00000000-0000-0000-0000-{n:012d}") for n in range(3)]
    serve(replay, items)
    run(LAUNCHES)
    serve(replay, items[1:])
    row = run(LAUNCHES, force=True)
    assert "no longer knows" in row.sentence

    found = difference(LAUNCHES, row)

    assert (found.fault, present(found.gone).count, found.new) == ("", 1, Some(0))


def test_updates_of_launches_are_named_by_their_number_and_words():
    """The time that their answer covers is no record of theirs."""
    feed = FEEDS["launch-library-updates"]
    at = timezone.now()
    for hours, outcome, items in ((2, "stored", [update()]), (0, "held", [update(), update(id=5002)])):
        moment, raw = at - timedelta(hours=hours), RawAnswer.keep(feed.slug, [page(items)])
        row = FeedRun.objects.create(
            feed=feed.slug, started_at=moment, ended_at=moment, outcome=outcome, raw=raw
        )
    told = difference(feed, row)
    assert (told.fault, told.before, told.now) == ("", 1, 2)
    assert told.new == Some(1, ("5002 Delayed to the 9th for strong winds aloft.",))
