"""`make fuzz`: every reader on damaged answers, damaged files and noise, for as long as it is given (60 s).

A reader may read an answer, set records of it aside, or refuse it with its own exception; nothing else may come out
of it. What it read must be storable in both databases, and what it set aside goes through the quarantine itself, and
through the reader again as one record alone. Of a file with one damaged record the others must be found.
`python -m tests.feeds.fuzz 60` takes the readers in turn, each time with another seed.
"""

import sys
import time
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.feeds.damage import SIGNS, WORDS, damaged
from tests.feeds.element_files import FORMS, NOW, NUMBERS
from tests.feeds.fuzzed_readers import PARSERS, read_or_refused


@st.composite
def among_good_ones(draw: Any, form: str) -> tuple[bytes, set[int]]:
    """A file of three records, the text of one of them damaged, and the numbers of the others."""
    before, each, between, behind = FORMS[form]
    victim = draw(st.integers(0, 2))
    text = each[victim].rstrip("\r\n")
    end = each[victim][len(text) :]
    # Where the line that begins a record is gone, no reader can tell the two records apart.
    start = text.index("\n") + 1 if form == "KVN" else 0
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(start, len(text)))
        upto = draw(st.integers(at, min(len(text), at + draw(st.sampled_from([0, 1, 20, 400])))))
        put = st.sampled_from(
            [*SIGNS, *(word.decode("utf-8", "surrogateescape") for word in WORDS)]
        ) | st.text(max_size=8)
        text = text[:at] + draw(put) + text[upto:]
    parts = [*each]
    parts[victim] = text + end
    halves = "surrogatepass" if "\ud800" in text or "\udfff" in text else "surrogateescape"
    body = f"{before}{between.join(parts)}{behind}".encode("utf-8", halves)
    return body, {number for place, number in enumerate(NUMBERS) if place != victim}


def _form(body: bytes) -> str:
    from feeds.formats.elements_file import form_of
    from feeds.formats.text_file import refuse_what_is_no_text, text_of
    from feeds.http.results import FeedError

    try:
        refuse_what_is_no_text(body)
        return form_of(text_of(body))
    except FeedError:
        return "none"


def neighbours(form: str, examples: int, number: int | None = None) -> None:
    """Damages one record of a file; the others must be found, or, in JSON and XML, the whole refused."""
    from feeds.formats.elements_file import read

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(among_good_ones(form))
    def holds(made: tuple[bytes, set[int]]) -> None:
        body, others = made
        parsed = read_or_refused(lambda: read(body, NOW)[1])
        if parsed is None:
            assert form in {"JSON", "XML"} or _form(body) != form.split()[0]
            return
        found = [record.norad_cat_id for record in parsed.records]
        assert others <= set(found), found
        assert len(found) <= len(NUMBERS), found

    (holds if number is None else seed(number)(holds))()


def fuzz(name: str, examples: int, number: int | None = None) -> None:
    """Feeds so many damaged answers to a reader; whatever is not its own comes out of here."""
    parse, shapes = PARSERS[name]

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(shapes))
    def holds(body: bytes) -> None:
        parse(body)

    (holds if number is None else seed(number)(holds))()


def main() -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    tries = {name: (fuzz, name) for name in PARSERS} | {
        f"one bad record, {form}": (neighbours, form) for form in FORMS
    }
    began, counts, faults = time.monotonic(), dict.fromkeys(tries, 0), dict[str, BaseException]()
    number = int(time.time())
    print(f"The first seed is {number}.")
    while time.monotonic() - began < seconds and len(faults) < len(tries):
        number += 1
        for name, (attack, what) in tries.items():
            if name in faults:
                continue
            if time.monotonic() - began > seconds and all(counts.values()):
                break
            try:
                attack(what, 50, number)
            except Exception as fault:
                faults[name] = fault
            counts[name] += 50
    for name, count in counts.items():
        found = faults.get(name)
        told = (
            "nothing came out that is not the reader's own"
            if found is None
            else f"FOUND {type(found).__name__}: {found}"
        )
        print(f"{name:<44}{count:>8,} answers: {told}")
        for one in getattr(found, "exceptions", [found] if found else []):
            print("   ", type(one).__name__, str(one)[:200])
            print("\n".join(f"    {note[:1500]}" for note in getattr(one, "__notes__", ())[:1]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
