"""Sources of facts: complete, in order, and one query for any number of kinds."""

from types import SimpleNamespace

import pytest

from facts.citations import SourceRow, citations, sources_of
from facts.ledger.registry import KINDS
from facts.models import Source
from projects.models import Filing, Project
from tests.present import present

pytestmark = pytest.mark.django_db
FACT_KINDS = [name for name, kind in KINDS.items() if kind.is_fact]


def ref(kind: str, slug: str) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, slug=slug)


def test_all_kinds_of_facts_are_cited_in_one_query(ledger, django_assert_num_queries):
    keys = {kind: list(KINDS[kind].model.objects.values_list("pk", flat=True)) for kind in FACT_KINDS}

    with django_assert_num_queries(1):
        found = citations(keys)

    assert len(found) == sum(map(len, keys.values()))
    assert all(found.values())


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_each_fact_has_the_sources_it_cites_in_their_order(ledger, kind):
    facts = list(KINDS[kind].model.objects.prefetch_related("sources")[:40])
    assert facts

    found = citations({kind: [fact.pk for fact in facts]})

    for fact in facts:
        links = fact.sources.through.objects.filter(**{fact.sources.source_field_name: fact.pk})
        cited = [link.source.slug for link in links.order_by("pk").select_related("source")]
        assert [row.slug for row in found[kind, fact.pk]] == cited


def test_a_fact_without_sources_is_in_the_answer_and_empty(ledger):
    project = present(Project.objects.first())
    project.sources.clear()

    assert citations({"projects": [project.pk], "filings": []}) == {("projects", project.pk): []}


def test_nothing_asked_is_nothing_answered_without_a_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert citations({}) == {}
        assert sources_of([]) == []


def test_a_source_cited_by_facts_of_two_kinds_comes_once(ledger, django_assert_num_queries):
    source = present(Source.objects.filter(project_facts__isnull=False, filing_facts__isnull=False).first())
    project, filing = source.project_facts.first(), source.filing_facts.first()

    with django_assert_num_queries(1):
        rows = sources_of([ref("projects", project.slug), ref("filings", filing.slug)])

    expected = {
        *project.sources.values_list("slug", flat=True),
        *filing.sources.values_list("slug", flat=True),
    }
    assert sorted(row.slug for row in rows) == sorted(expected)
    assert [row.slug for row in sources_of([ref("filings", filing.slug)])].count(source.slug) == 1


def test_a_reference_to_a_source_is_that_source(ledger):
    source = present(Source.objects.filter(published_on_precision="month").first())

    assert sources_of([ref("sources", source.slug)]) == [
        SourceRow(
            slug=source.slug, url=source.url, title=source.title, publisher=source.publisher,
            published_on=source.published_on.first.isoformat()[:7], published_label=str(source.published_on),
            language=source.language, quality=source.quality, seen=source.seen,
        )
    ]  # fmt: skip


def test_a_source_without_a_date_has_empty_dates(ledger):
    source = present(Source.objects.filter(published_on_first__isnull=True).first())

    [row] = sources_of([ref("sources", source.slug)])

    assert (row.published_on, row.published_label) == ("", "")


def test_an_unknown_kind_is_named_together_with_the_known_ones(ledger):
    with pytest.raises(ValueError, match=r"'rumours' is no kind .*projects"):
        sources_of([ref("rumours", present(Filing.objects.first()).slug)])
