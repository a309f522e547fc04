"""Launch Library: their words into ours."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from feeds.http.client import Client
from feeds.http.results import FeedError
from feeds.sources import launch_library
from feeds.sources.launch_library import MAX_PAGES, STATUSES, not_known, parse
from feeds.sources.launch_library_net import PRECISIONS, net_interval
from launches.models import LaunchStatus, NetPrecision
from launches.records import UnlistedLaunch
from tests.feeds import answers
from tests.feeds.answers import LAUNCHES_PATH, launch, page
from tests.feeds.replay import Reply

RECEIVED_AT = datetime(2026, 11, 2, tzinfo=UTC)


def read(*launches):
    return parse([page(list(launches))], RECEIVED_AT)


def test_a_launch_becomes_a_record_in_our_words():
    (record,) = read(launch()).records

    assert record.ll2_id == UUID(answers.UUID)
    assert (record.name, record.mission) == ("Falcon 9 Block 5 | Lantern 7", "Lantern 7")
    assert (record.status, record.net_precision) == ("go", "minute")
    assert record.net == datetime(2026, 12, 5, 12, 15, tzinfo=UTC)
    assert (record.net_first, record.net_last) == (date(2026, 12, 5), date(2026, 12, 5))
    assert (record.country, record.provider, record.vehicle) == ("US", "SpaceX", "Falcon 9 Block 5")
    assert (record.pad, record.site) == ("Space Launch Complex 4E", "Vandenberg SFB, CA, USA")
    assert (record.orbit, record.designator) == ("Low Earth Orbit", "")


@pytest.mark.parametrize(
    ("day", "precision_id", "first", "last"),
    [
        ("2026-12-05", 0, "2026-12-05", "2026-12-05"),
        ("2026-12-05", 4, "2026-12-05", "2026-12-05"),
        ("2026-12-05", 5, "2026-12-05", "2026-12-05"),
        ("2026-12-05", None, "2026-12-05", "2026-12-05"),
        ("2026-12-06", 6, "2026-11-30", "2026-12-06"),
        ("2026-12-02", 6, "2026-11-30", "2026-12-06"),
        ("2028-02-29", 7, "2028-02-01", "2028-02-29"),
        ("2025-09-30", 10, "2025-07-01", "2025-09-30"),
        ("2025-12-31", 11, "2025-10-01", "2025-12-31"),
        ("2026-06-30", 12, "2026-01-01", "2026-06-30"),
        ("2025-12-31", 13, "2025-07-01", "2025-12-31"),
        ("2025-12-31", 14, "2025-01-01", "2025-12-31"),
        ("2026-09-30", 15, "2025-10-01", "2026-09-30"),
        ("2027-03-31", 15, "2026-04-01", "2027-03-31"),
        ("2028-02-29", 15, "2027-03-01", "2028-02-29"),
        ("2029-12-31", 16, "2020-01-01", "2029-12-31"),
    ],
)
def test_a_vague_net_is_the_period_that_holds_it(day, precision_id, first, last):
    interval = net_interval(date.fromisoformat(day), precision_id)
    assert interval == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_status_and_precision_of_theirs_has_a_word_of_ours():
    assert set(STATUSES.values()) == set(LaunchStatus)
    assert set(PRECISIONS) == set(range(17))
    assert set(PRECISIONS.values()) | {NetPrecision.UNKNOWN} == set(NetPrecision)


def test_what_launch_library_leaves_empty_stays_empty():
    empty = launch(mission=None, pad=None, net_precision=None, rocket=None, launch_service_provider=None,
                   window_start=None, window_end=None, launch_designator="2026-300")  # fmt: skip
    (record,) = read(empty).records

    assert record.net_precision == "unknown"
    assert (record.country, record.pad, record.site, record.orbit, record.mission) == ("", "", "", "", "")
    assert (record.window_start, record.designator) == (None, "2026-300")


def test_a_pad_without_a_country_takes_that_of_its_location():
    pad = {
        "name": "Unknown Pad",
        "country": None,
        "location": {"name": "Jiuquan", "country": {"alpha_2_code": "CN"}},
    }
    (record,) = read(launch(pad=pad)).records

    assert (record.country, record.pad, record.site) == ("CN", "", "Jiuquan")


def test_text_is_cleaned_of_what_cannot_be_seen():
    (record,) = read(launch(name="Fal\u202econ\x00 9 | Cafe\u0301\r\n\ud800 1")).records
    assert record.name == "Falcon 9 | Café 1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "7"}, "id '7' is not a UUID"),
        ({"id": None}, "is not a UUID"),
        ({"name": ""}, "name is missing"),
        ({"name": 5}, "name is not text"),
        ({"name": "x" * 301}, "name has 301 signs; at most 300"),
        ({"net": None}, "net is missing or null"),
        ({"net": "soon"}, "net 'soon' is no moment"),
        ({"net": "2026-12-05"}, "no moment from 1957 to 2200"),
        ({"net": "9999-12-31T00:00:00Z"}, "is no moment"),
        ({"last_updated": None}, "last_updated is missing"),
        ({"last_updated": "2027-01-01T00:00:00Z"}, "lies in the future"),
        ({"window_end": "2026-12-01T00:00:00Z"}, "window_end lies before window_start"),
        ({"precision": 10}, "names another part of the year"),
        ({"pad": "LC-1"}, "pad is not an object"),
        ({"launch_designator": "next year"}, "is not like 2025-100"),
    ],
)
def test_a_launch_that_cannot_be_read_is_set_aside_with_its_reason(changes, reason):
    parsed = read(launch(**changes), launch())

    (aside,) = parsed.quarantined
    assert reason in aside.reason
    assert (aside.position, len(parsed.records)) == (1, 1)
    assert json.loads(aside.raw)["response_mode"] == "normal"


@pytest.mark.parametrize("changes", [{"status": 42}, {"precision": 17}])
def test_an_unknown_word_is_loud(changes):
    (aside,) = read(launch(**changes), launch()).quarantined
    assert str(*changes.values()) in aside.unknown_word


def test_what_is_no_object_is_set_aside():
    assert read("text", launch()).quarantined[0].reason == "is not an object"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"count": 1, "results": [', "is not whole JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff\xfe", "is not whole JSON"),
        (b"[]", "has no list “results”"),
        (b'{"detail": "Request was throttled."}', "has no list “results”"),
        (b'{"count": "3", "results": []}', "no whole number “count”"),
        (b'{"count": 0, "results": []}', "listed no launch at all"),
    ],
)
def test_an_answer_that_is_no_list_is_refused(body, words):
    with pytest.raises(FeedError, match=words) as failure:
        parse([body], RECEIVED_AT)
    assert failure.value.outcome == "refused"


def test_a_list_read_in_part_is_said():
    assert parse([page([launch()], count=900)], RECEIVED_AT).remarks == [
        "1 of 900 launches listed were read."
    ]


# --- fetch ------------------------------------------------------------------------------------
def paged(replay, pages, following=None):
    """Pages that name each other, as many as wanted."""

    def answer(path, query):
        number = int(query.get("offset", 0))
        more = f"{replay.url}{LAUNCHES_PATH}?limit=100&offset={number + 1}" if number + 1 < pages else None
        return Reply(page([launch()], count=pages, following=following or more))

    replay.answers[LAUNCHES_PATH] = answer
    return launch_library.fetch(Client("LAUNCH_LIBRARY_URL"))


@pytest.mark.usefixtures("empty_ledger")
def test_the_pages_are_followed_and_suborbital_flights_left_out(replay):
    assert len(paged(replay, 3)) == 3
    first = replay.requests[0]
    assert first == f"{LAUNCHES_PATH}?mode=normal&limit=100&include_suborbital=false&format=json"


def test_a_list_without_an_end_stops_at_the_page_cap(replay):
    assert len(paged(replay, 1000)) == MAX_PAGES == len(replay.requests)


def test_a_next_page_elsewhere_is_not_followed(replay):
    for elsewhere in (
        "http://127.0.0.2:1/2.3.0/launches/upcoming/?offset=1",
        f"{replay.url}/admin/?offset=1",
    ):
        with pytest.raises(FeedError, match="which is another address"):
            paged(replay, 2, following=elsewhere)
    assert len(replay.requests) == 2


def test_a_page_that_names_itself_is_found(replay):
    itself = f"{replay.url}{LAUNCHES_PATH}?{launch_library.QUERY.split('?')[1]}"
    with pytest.raises(FeedError, match="already read"):
        paged(replay, 2, following=itself)


def test_an_answer_of_ours_that_a_launch_is_not_known_is_a_record_and_one_damaged_is_set_aside():
    good = not_known(UUID(int=7), b'{"detail": "Not found."}')
    parsed = parse([page([launch()]), good, b'{"not_known": 5}'], RECEIVED_AT)
    assert parsed.records[1:] == [UnlistedLaunch(UUID(int=7))]
    assert (parsed.good, parsed.bad) == (2, 1)


def test_a_list_that_is_empty_is_refused_though_a_launch_was_looked_up():
    with pytest.raises(FeedError, match="no launch at all"):
        parse([page([]), not_known(UUID(int=7), b"{}")], RECEIVED_AT)


def test_a_list_of_the_older_version_is_set_aside_not_guessed():
    older = launch(lsp_name="SpaceX", mission="Lantern 7", location="Vandenberg SFB", pad="SLC-4E")
    for name in ("launch_service_provider", "rocket", "program", "response_mode"):
        del older[name]
    parsed = read(older, older)
    assert (parsed.seen, len(parsed.records), len(parsed.quarantined)) == (2, 0, 2)


def test_a_page_that_repeats_the_one_before_it_is_said():
    first = [launch(id=str(UUID(int=n))) for n in range(3)]
    parsed = parse([page(first, 6, "x"), page(first, 6)], RECEIVED_AT)
    assert len(parsed.records) == 3
    said = "Page 2 repeats launches of the pages before it: as many others may be missing."
    assert said in parsed.remarks
    overlapping = parse([page(first, 5, "x"), page([first[-1], launch(id=str(UUID(int=9)))], 5)], RECEIVED_AT)
    assert said not in overlapping.remarks
