"""When each feed is asked next, and what about it needs a person."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.models import Asking, FeedRun, Host, QuarantinedRecord
from feeds.monitoring.freshness import freshness
from feeds.monitoring.outlook import UNKNOWN_WORDS, Outlook, bell_of, outlook
from feeds.registry import FEEDS
from feeds.runs.runner import run
from feeds.sources.celestrak_satcat import CELESTRAK_SATCAT
from tests.feeds.answers import SATCAT_COLUMNS, gp_csv, launch, satcat_row, serve
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SLUG = "launch-library"
FEED = FEEDS[SLUG]
MINUTE = timedelta(minutes=1)
HOST = "ll.thespacedevs.com"


@pytest.fixture(autouse=True)
def _on(settings) -> None:
    settings.FEEDS_ENABLED = True
    settings.LAUNCH_LIBRARY_URL = f"https://{HOST}/2.3.0"


def rings(settings, every: timedelta) -> None:
    """Lets the bell of the feed ring so often."""
    settings.CELERY_BEAT_SCHEDULE = settings.CELERY_BEAT_SCHEDULE | {
        SLUG: {"task": "feeds.tasks.run_feed", "args": [SLUG], "schedule": every.total_seconds()}
    }


def ran(ago: timedelta, outcome: str = "stored", slug: str = SLUG, **values) -> FeedRun:
    at = AT - ago
    return FeedRun.objects.create(
        feed=slug, started_at=at, ended_at=at, outcome=outcome,
        **{"http_status": 200 if outcome == "stored" else None} | values,
    )  # fmt: skip


def host(**values) -> Host:
    return Host.objects.create(name=HOST, **values)


def ahead(slug: str = SLUG, at: datetime = AT) -> Outlook:
    return outlook(freshness(at), at)[slug]


def kinds(slug: str = SLUG, at: datetime = AT) -> list[str]:
    return [reason.kind for reason in ahead(slug, at).attention]


# --- Next asking --------------------------------------------------------------------------------
def test_after_an_answer_the_feeds_own_interval_counts(settings):
    rings(settings, FEED.every / 5)
    ran(MINUTE)
    assert ahead().next_due_at == AT - MINUTE + FEED.every


def test_after_a_failure_it_is_asked_at_the_next_ring(settings):
    rings(settings, FEED.every / 5)
    ran(2 * FEED.every)
    ran(MINUTE, "unreachable")
    assert ahead().next_due_at == AT - MINUTE + FEED.every / 5


def test_a_bell_that_rings_seldom_is_waited_for(settings):
    rings(settings, 3 * FEED.every)
    ran(MINUTE)
    assert (bell_of(FEED), ahead().next_due_at) == (3 * FEED.every, AT - MINUTE + 3 * FEED.every)


def test_a_host_that_is_left_alone_is_asked_later_and_why_stands_there():
    ran(MINUTE, "unreachable")
    host(closed_until=AT + timedelta(hours=9), why="it answered 403. A person must look.")
    assert ahead().next_due_at == AT + timedelta(hours=9)
    assert ahead().waits_for == (
        "ll.thespacedevs.com is left alone until then: it answered 403. A person must look."
    )
    assert ahead().attention[0].sentence == (
        "ll.thespacedevs.com is not asked before 23 Nov 2026, 03:00 UTC: it answered 403. A person must look."
    )
    assert ahead("launch-library-changes").next_due_at == AT + timedelta(hours=9), "though it never ran"
    assert ahead("celestrak-gp") == Outlook()


def test_calls_of_the_hour_that_are_made_are_waited_for(settings):
    rings(settings, MINUTE)
    ran(FEED.every)
    name, most = host(), present(FEED.manners.calls_per_hour)
    first = AT - 50 * MINUTE
    made = [first + n * MINUTE for n in range(most - FEED.calls_per_run + 2)]
    Asking.objects.bulk_create(Asking(host=name, url="https://ll.thespacedevs.com/", at=at) for at in made)
    Asking.objects.create(host=name, url="https://ll.thespacedevs.com/", at=AT - timedelta(hours=2))
    assert ahead().next_due_at == made[1] + timedelta(hours=1), "when two of them are an hour old"
    assert (
        ahead().waits_for
        == f"{HOST} allows {most} calls an hour: they are made, or kept for its other feeds."
    )
    later = made[1] + timedelta(hours=1, minutes=5)
    assert (ahead(at=later).next_due_at, ahead(at=later).waits_for, kinds(at=later)) == (
        later - 5 * MINUTE,
        "",
        [],
    )


def test_a_feed_that_is_not_asked_when_it_is_due_is_overdue(settings):
    settings.CELERY_TASK_TIME_LIMIT = 600
    rings(settings, 10 * MINUTE)
    ran(MINUTE)
    due = present(ahead().next_due_at)
    assert not ahead(at=due + 19 * MINUTE).overdue, "a ring later, behind a run in hand"
    late = ahead(at=due + 21 * MINUTE)
    assert (late.next_due_at, late.overdue, kinds(at=due + 21 * MINUTE)) == (due, True, ["overdue"])
    assert late.attention[0].sentence.endswith("is the worker running?")


def test_feeds_switched_off_are_due_never_and_need_nobody(settings, django_assert_num_queries):
    settings.FEEDS_ENABLED = False
    ran(timedelta(days=9), "held")
    rows = freshness(AT)
    with django_assert_num_queries(0):
        assert outlook(rows, AT)[SLUG] == Outlook()


# --- What needs a person ------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["held", "refused", "failed"])
def test_an_answer_that_needs_a_person_is_told_at_once(outcome):
    ran(2 * MINUTE)
    ran(MINUTE, outcome)
    assert kinds() == [outcome]


def test_what_passes_by_itself_calls_nobody():
    ran(2 * MINUTE)
    ran(MINUTE, "unreachable")
    assert kinds() == []


def test_a_held_answer_waits_on_while_the_host_cannot_be_reached():
    ran(9 * MINUTE)
    ran(8 * MINUTE, "held")
    ran(MINUTE, "unreachable")
    assert kinds() == ["held"]
    ran(timedelta(0))
    assert kinds() == []


def test_a_host_that_opens_soon_calls_nobody_and_one_that_stays_closed_does():
    ran(50 * MINUTE)
    name = host(closed_until=AT + 15 * MINUTE, why="it asked to wait")
    assert (kinds(), ahead().waits_for != "") == ([], True)
    name.closed_until = AT + timedelta(hours=24)
    name.save()
    assert kinds() == ["closed"]
    opened = ahead(at=AT + timedelta(hours=24, minutes=5))
    assert (opened.attention, opened.next_due_at) == ((), name.closed_until), "due since then, and not before"


def test_records_with_words_unknown_here_call_a_person_and_other_records_do_not(replay):
    serve(replay, [launch(status=77), launch(id="00000000-0000-0000-0000-000000000001")])
    run(FEED)
    assert QuarantinedRecord.objects.get().reason.startswith(UNKNOWN_WORDS[0])
    found = outlook(freshness())[SLUG].attention
    assert [reason.kind for reason in found] == ["words"]
    assert found[0].sentence.startswith("1 record is set aside for a word unknown here")
    QuarantinedRecord.objects.update(reason="name is missing or empty: expected text")
    assert outlook(freshness())[SLUG].attention == ()


def test_the_word_of_the_catalogue_is_found_too():
    body = gp_csv([satcat_row(OPS_STATUS_CODE="?!"), satcat_row()], SATCAT_COLUMNS)
    read = CELESTRAK_SATCAT.parse([body], AT)
    assert read.quarantined[0].reason.endswith(UNKNOWN_WORDS[1])


def test_the_outlook_takes_three_queries_however_much_was_asked(django_assert_num_queries):
    for n in range(20):
        ran(n * MINUTE, "held")
        Asking.objects.create(host=Host.objects.get_or_create(name=f"{n}.org")[0], url="https://x.org", at=AT)
    rows = freshness(AT)
    with django_assert_num_queries(3):
        outlook(rows, AT)
