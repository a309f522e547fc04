"""The account of changes: nothing that was told is lost, and a past answer stays what it was."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from common.dates import AsOf, PartialDate
from facts.history import account
from facts.ledger.registry import KINDS
from facts.models import LedgerVersion, NotRecorded, Revision, Source
from facts.past import ids_of
from facts.record_values import told
from metrics.all import METRICS
from metrics.question import Question
from metrics.snapshot import Ledger
from news.models import NewsItem
from news.workflow import move
from projects.models import Filing, FundingEvent, Milestone, Project, Target
from tests.metrics import facts
from tests.present import present
from tests.projects.rows import saved, source


def cited(fact):
    """The fact with a source, as every fact has one."""
    source = Source.objects.order_by("pk").first() or Source.objects.create(
        slug="a-page", url="https://example.org/a", title="A", publisher="B", language="en",
        seen="page", quality="press",
    )  # fmt: skip
    fact.sources.add(source)
    Revision.objects.all().delete()
    return fact


def test_a_change_keeps_what_stood_before_and_who_changed_it_and_why(empty_ledger):
    ana = get_user_model().objects.create_user("ana")
    event = cited(facts.money(10_000_000))
    with account(ana, "The filing says 12 million."):
        event.amount = 12_000_000
        event.save()
        event.note = "Read again."
        event.save()
    [change] = Revision.objects.all()
    assert (change.kind, change.slug, change.by, change.why) == (
        "funding", event.slug, ana, "The filing says 12 million.",
    )  # fmt: skip
    assert (change.before["amount"], present(change.after)["amount"]) == (10_000_000, 12_000_000)
    assert present(change.after)["note"] == "Read again."
    assert change.was_public


def test_what_changes_nothing_is_no_change(empty_ledger):
    event = cited(facts.money(10_000_000))
    event.save()
    assert not Revision.objects.exists()


def test_links_count_as_changes(empty_ledger):
    plan = cited(facts.project("US"))
    other = Source.objects.create(
        slug="another", url="https://example.org/b", title="C", publisher="D", language="en",
        seen="page", quality="press",
    )  # fmt: skip
    plan.sources.add(other)
    [change] = Revision.objects.filter(kind="projects")
    assert len(present(change.after)["sources"]) == len(change.before["sources"]) + 1


def test_a_deletion_keeps_the_whole_record(empty_ledger):
    event = cited(facts.milestone(facts.project("CN")))
    told_before = told(KINDS["milestones"], [event.pk])[event.pk][0]
    event.delete()
    [change] = Revision.objects.filter(kind="milestones")
    assert change.before == told_before
    assert change.after is None


def test_a_fact_that_lost_its_only_source_keeps_its_account(empty_ledger):
    event = cited(facts.milestone(facts.project("CN")))
    Source.objects.all().delete()
    event.title = "Told anew"
    event.save()
    event.delete()
    found = Revision.objects.filter(kind="milestones").order_by("pk")
    assert [("sources" in one.before, one.after is None) for one in found] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip


def test_what_a_change_names_is_found_though_it_was_deleted_since(empty_ledger):
    plan = facts.project("CN")
    size = facts.size(plan, 3)
    key, slug, moment = plan.pk, plan.slug, timezone.now()
    size.delete()
    plan.delete()
    assert ids_of(Revision.objects.filter(kind="statements"), moment)["projects", slug] == key


def test_a_new_fact_with_its_sources_is_no_change(empty_ledger):
    facts.money(1_000_000)
    assert not Revision.objects.filter(kind="funding").exists()


def test_changes_of_drafts_are_not_for_readers(ledger):
    item = facts.news(state="draft")
    move(item, "published")
    move(item, "retracted", why="Withdrawn.")
    states = Revision.objects.filter(kind="news", slug=item.slug).order_by("id")
    assert [(change.before.get("state", "published"), change.was_public) for change in states] == [
        ("draft", False), ("published", True),
    ]  # fmt: skip
    assert Revision.objects.public().count() == 1


def draft_with_a_page(state: str) -> Source:
    """The page that an item in this state cites, and nothing else."""
    item = facts.news(state=state)
    page = saved(source())
    item.sources.set([page])
    return page


@pytest.mark.parametrize(
    ("state", "was_public"), [("draft", False), ("in_review", False), ("published", True)]
)
def test_changes_of_a_page_go_with_those_who_cite_it(empty_ledger, state, was_public):
    page = draft_with_a_page(state)
    page.title = "Own, read again"
    page.save()
    page.delete()
    assert [change.was_public for change in Revision.objects.filter(kind="sources")] == [was_public] * 2


def test_a_page_that_is_shown_later_keeps_its_earlier_changes_at_the_desk(empty_ledger):
    page = draft_with_a_page("draft")
    page.title = "Own, read again"
    page.save()
    move(NewsItem.objects.get(), "published")
    page.title = "Own, read once more"
    page.save()
    [change] = Revision.objects.public().filter(kind="sources")
    titles = (change.before["title"], present(change.after)["title"])
    assert titles == ("Own, read again", "Own, read once more")


class _AsThen:
    """The models as the migration knew them: the account of changes was still in `projects`."""

    get_models = apps.get_models

    @staticmethod
    def get_model(app: str, name: str) -> type:
        return apps.get_model("facts" if name == "Revision" else app, name)


def test_changes_of_pages_from_before_this_rule_are_kept_back_where_nobody_cites_them(empty_ledger):
    page, public = draft_with_a_page("draft"), facts.project("US").sources.get()
    for row in (page, public):
        row.title += ", read again"
        row.save()
    Revision.objects.update(was_public=True)
    keep_back = import_module("news.migrations.0004_pages_of_drafts").keep_back
    keep_back(_AsThen, None)
    shown = Revision.objects.public().filter(kind="sources")
    assert [change.row_id for change in shown] == [public.pk]


def test_a_failed_act_leaves_no_account(empty_ledger):
    event = cited(facts.money(10_000_000))

    def act() -> None:
        with account(None, "never"):
            event.amount = 1
            event.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    event.refresh_from_db()
    assert event.amount == 10_000_000
    assert not Revision.objects.exists()


# --- A figure that was quoted stays ---------------------------------------------------------------
def answers(question: Question) -> dict[str, list[str]]:
    return {name: [repr(row) for row in metric.rows(question)] for name, metric in METRICS.items()}


def then(moment: datetime, day=None) -> Question:
    day = day or moment.date()
    return Question(day, AsOf(day, moment), ledger=Ledger(moment))


def test_later_facts_and_corrections_leave_an_answer_as_it_was(ledger):
    """Load, take a snapshot of every metric, add, correct and delete, and ask again."""
    moment = timezone.now()
    today = moment.date()
    quoted = answers(then(moment))
    assert quoted == answers(Question(today, AsOf(today))), "the present, asked with both clocks"
    past = today - timedelta(days=200)
    quoted_of_the_past = answers(then(moment, past))

    event = present(FundingEvent.objects.filter(scope="orbital_compute", currency="USD").first())
    event.amount = event.amount * 7
    event.save()
    plan = present(Project.objects.filter(scope="core", country="CN").first())
    plan.scope, plan.country, plan.name = "edge", "US", "Another name"
    plan.save()
    for target in Target.objects.filter(confidence="reported")[:5]:
        target.due = PartialDate.of(target.due.first + timedelta(days=900))
        target.save()
    present(Milestone.objects.filter(kind="in_orbit_demo").first()).delete()
    filing = present(Filing.objects.filter(steps__step="filed", project__scope="core").first())
    filing.satellites_requested = 5
    filing.save()
    filing.steps.first().delete()
    crafts = plan.spacecraft.all()
    for craft in crafts:
        facts.reading(craft, "failed", "2026-06-01")
    late = facts.project("CN", known_on="2025-01-01")
    facts.spacecraft(late, "2025-02-01")
    facts.money(900_000_000, on="2025-03-01")
    facts.target(late, "2025-12", "2025-01-01")

    changed = answers(Question(today, AsOf(today)))
    assert changed != quoted, "the changes must show today"
    for name in ("funding", "projects_announced", "slippage", "milestones", "filings", "satellites_in_orbit"):
        assert changed[name] != quoted[name], name
    assert answers(then(moment)) == quoted
    assert answers(then(moment, past)) == quoted_of_the_past


def test_a_past_day_since_the_ledger_began_is_seen_as_it_stood_at_its_end(ledger):
    version = LedgerVersion.now()
    version.began_at = datetime(2026, 1, 1, tzinfo=UTC)
    day = timezone.now().date() - timedelta(days=3)
    assert present(version.seen_from(day)).recorded == datetime.combine(
        day + timedelta(days=1), datetime.min.time(), UTC
    )
    assert present(version.seen_from(timezone.now().date())).recorded is None
    assert present(version.seen_from(datetime(2025, 12, 31, tzinfo=UTC).date())).recorded is None
    assert version.seen_from(None) is None
    asked = datetime(2026, 5, 1, 12, tzinfo=UTC)
    version.began_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert version.seen_from(None, asked) == AsOf(asked.date(), asked)
    midnight = datetime(2026, 5, 2, tzinfo=UTC)
    assert version.seen_from(None, midnight) == AsOf(asked.date(), midnight), (
        "the end of a day is told as that day"
    )
    assert present(version.seen_from(day, asked)).recorded == asked


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), "This ledger began on 1 Jan 2026"),
        (datetime(2026, 5, 1, 12, 0, 2, tzinfo=UTC), "lies ahead"),
        (datetime(2026, 5, 2, tzinfo=UTC), "lies ahead"),
    ],
)
@time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False)
def test_a_moment_before_the_ledger_began_or_ahead_is_refused(client, ledger, moment, sentence):
    LedgerVersion.objects.update(began_at=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(NotRecorded, match=sentence):
        LedgerVersion.now().seen_from(None, moment)
    asked = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    page = client.get("/", {"recorded": asked})
    assert (page.status_code, sentence in page.content.decode()) == (400, True)
    answer = client.get("/api/v1/metrics/funding/", {"recorded": asked})
    assert (answer.status_code, answer.json()["field"]) == (400, "recorded")
    assert sentence in answer.json()["detail"]


def test_what_a_person_changes_at_the_desk_stands_under_their_name(client, ledger):
    from tests.desk.desk import analyst, values_of

    ana = analyst()
    client.force_login(ana)
    event = present(Milestone.objects.filter(projects_also=None).order_by("slug").first())
    address = f"/admin/projects/milestone/{event.pk}/change/"
    form = values_of(client.get(address))
    answer = client.post(address, form | {"title": "Told anew"})
    assert answer.status_code == 302, answer.context["errors"]
    change = Revision.objects.get(kind="milestones", slug=event.slug)
    titles = (change.before["title"], present(change.after)["title"])
    assert (change.by, titles) == (ana, (event.title, "Told anew"))
