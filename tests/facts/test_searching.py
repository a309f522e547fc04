"""Words are found however they were typed or pasted, and alike on both databases."""

import unicodedata

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.test import Client

from common.text import folded
from facts.as_it_stood import as_it_stood
from facts.models import LedgerVersion
from facts.searching import Folded
from metrics.snapshot import kept
from projects.models import Milestone, Organization
from tests.projects.rows import organization, saved, source

pytestmark = pytest.mark.django_db

# What stands in the ledger, and what somebody pastes who looks for it.
SPELLINGS = [
    ("Ångström Écran Ωmega", "ÅNGSTRÖM"), ("Ångström Écran Ωmega", "ångström éCRAN"),
    ("Ångström Écran Ωmega", "ωMEGA"),
    ("A\u030angstro\u0308m Labs", "Ångström"), ("Ångström Labs", "A\u030angstro\u0308m"),
    ("Straße 12", "STRASSE 12"), ("STRASSE 12", "straße"), ("ΟΔΟΣ Space", "οδος"), ("Οδός", "ΟΔΌΣ"),
    ("Orbital Compute", "Orbital\u00a0Compute"), ("Orbital\u00a0Compute", "orbital compute"),
    ("Orbital Compute", "Orbital  Compute"), ("Orbital Compute", " Orbital\u3000\u2009Compute\t"),
    ("Orbital Compute", "Orb\u200bital Com\u00adpute\ufeff"), ("Orb\u200dital Compute", "orbital"),
    ("Orbital Compute", "\u202aOrbital\u202c Compute"), ("Orbital Compute", "Ｏｒｂｉｔａｌ　Ｃｏｍｐｕｔｅ"),
    ("Ｏｒｂｉｔａｌ（轨道）", "orbital(轨道)"), ("三体计算星座", "三体\u200b计算"), ("ﬁnal oﬀer", "final offer"),
    ("A\u2011B test", "a-b"), ("A-B test", "A–B"), ("China's plan", "china’s"), ("China’s plan", "China's"),
    ("100% of a_b\\", "a_b\\"), ("ｶﾀｶﾅ", "カタカナ"), ("❤\ufe0f Space", "❤ space"), ("Ⅻ Corp", "xii"),
]  # fmt: skip


@pytest.mark.parametrize(("stands", "pasted"), SPELLINGS)
def test_what_is_pasted_finds_what_stands_on_the_page_at_the_api_and_at_the_desk(
    empty_ledger, admin_client, stands, pasted
):
    row = saved(organization(slug="wanted", name=stands))
    row.sources.add(saved(source()))
    other = saved(organization(slug="another", name="Nothing of it"))
    LedgerVersion.bump()
    page = Client().get("/organizations/", {"q": pasted}).content.decode()
    told = Client().get("/api/v1/organizations/", {"search": pasted}).json()["results"]
    desk = admin_client.get("/admin/projects/organization/", {"q": pasted}).context["cl"].queryset
    assert [one["slug"] for one in told] == ["wanted"]
    assert "/organizations/wanted/" in page
    assert "/organizations/another/" not in page
    assert list(desk) == [row]
    assert other.name == "Nothing of it"


@pytest.mark.parametrize("pasted", ["ÉCRAN", "Ecran", "Ångström  Labs", "b_a", "%"])
def test_what_is_not_there_is_not_found(empty_ledger, pasted):
    saved(organization(slug="wanted", name="Angstrom Labs, ba"))
    assert Client().get("/api/v1/organizations/", {"search": pasted}).json()["count"] == 0


def test_nothing_but_signs_that_nobody_sees_searches_for_nothing(empty_ledger):
    saved(organization(slug="wanted", name="Anything"))
    for pasted in ("\u200b", "\u00a0\ufeff", ""):
        assert Client().get("/api/v1/organizations/", {"search": pasted}).json()["count"] == 1
        assert "/organizations/wanted/" in Client().get("/organizations/", {"q": pasted}).content.decode()


def test_other_names_in_a_list_are_found_too(empty_ledger):
    saved(organization(slug="wanted", name="Plain", aliases=["Ｅ\u00a0Écran", "国\u3000星"]))
    for pasted in ("e écran", "国 星"):
        assert [row.slug for row in Organization.objects.search(pasted)] == ["wanted"]


def test_a_past_answer_finds_by_the_names_of_its_moment_in_any_spelling(ledger):
    row = Milestone.objects.order_by("slug")[0]
    Milestone.objects.filter(pk=row.pk).update(title="Écran of Ångström")
    row.refresh_from_db()
    LedgerVersion.bump()
    moment = LedgerVersion.now().changed_at
    row.title = "Told anew"
    row.save()
    LedgerVersion.bump()
    with as_it_stood(kept(LedgerVersion.current(), moment).past):
        for pasted in ("éCRAN  OF", "ÅNGSTRÖM"):
            assert [one.pk for one in Milestone.objects.search(pasted)] == [row.pk]
    assert not Milestone.objects.search("ÅNGSTRÖM").exists()


def test_the_database_folds_every_letter_as_the_program_does(empty_ledger):
    """One rule, whichever database reads it: all letters and signs that this Python knows, in texts of 64."""
    known = [chr(p) for p in range(1, 0x20000)
             if unicodedata.category(chr(p)) not in {"Cn", "Cs", "Co"}]  # fmt: skip
    texts = ["|".join(known[at : at + 64]) for at in range(0, len(known), 64)]
    saved(organization(slug="any", name="Any"))
    rows = Organization.objects.all()
    differ = []
    for at in range(0, len(texts), 50):
        asked = {
            f"n{n}": Folded(Value(text, output_field=CharField()))
            for n, text in enumerate(texts[at : at + 50])
        }
        told = rows.annotate(**asked).values_list(*asked)[0]
        for text, answer in zip(texts[at : at + 50], told, strict=True):
            if answer != folded(text):
                differ += [f"U+{ord(sign):04X}" for sign, one in zip(text.split("|"), answer.split("|"), strict=False)
                           if one != folded(sign)] or [text]  # fmt: skip
    assert differ == []
    assert rows.annotate(told=Folded(F("name"))).get().told == "any"
    assert connection.vendor in ("sqlite", "postgresql")
