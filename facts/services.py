"""What happens around the saving of a curated fact, whoever saves it: days, slugs, rules."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.dates import PartialDate
from common.urls import canonical, same_place
from facts.ledger.days import EVENT_DATES, Pages, dates_of, known_on, unproved_days, untold_days
from facts.ledger.fields import Children, Field, Group, Ref, Refs, Unreadable
from facts.ledger.registry import KINDS, Kind, Record, kind_of
from facts.models import FormerSlug, Source
from facts.models.fact import Fact

MOST_WORDS = 6


# --- The day a fact was known ---------------------------------------------------------------------
def computed_day(fact: Fact, sources: Iterable[Source]) -> date | None:
    """The day that the rule of the ledger gives: that of the earliest dated source (docs/ledger.md).

    None where neither a source nor the fact has a date.
    """
    kind = kind_of_row(fact)
    days = [when.last for source in sources if (when := source.published_on)]
    return known_on(kind, dates_of(kind, fact), days)


def settle_known_on(fact: Fact) -> None:
    """Gives a fact the day that follows from its sources as they are stored now.

    The day on which it was found stands no longer where a source has a date.
    """
    sources = list(fact.sources.all())
    if fact.found_on and any(source.published_on for source in sources):
        fact.found_on, fact.found_reason = None, ""
    day = computed_day(fact, sources)
    if day and day != fact.known_on:
        fact.known_on = day
        fact.save(update_fields=["known_on", "found_on", "found_reason", "changed_at"])


def unproved_day(fact: Fact, given: date | None, sources: Iterable[Source]) -> str:
    """Why a day, or the one that follows where none is given, cannot stand as the one since when a fact was known.

    Empty where it can.
    """
    kind, cited = kind_of_row(fact), list(sources)
    record = dates_of(kind, fact) | {"sources": [one.slug for one in cited]}
    record |= {"known_on": given.isoformat()} if given else {}
    record.pop("found_on", None)
    days = {one.slug: when.last for one in cited if (when := one.published_on)}
    pages = {} if days else dated_pages([one.slug for one in cited])
    found = unproved_days(kind, {fact.slug: record}, days, pages)
    return next((_sentence(sentence) for _slug, _field, sentence in found), "")


def untold_outcome(fact: Fact, sources: Iterable[Source]) -> tuple[str, str]:
    """The field of an outcome that none of these sources can tell, and a sentence; empty where each can be told."""
    kind, cited = kind_of_row(fact), list(sources)
    record = dates_of(kind, fact) | {"sources": [one.slug for one in cited]}
    days = {one.slug: when.last for one in cited if (when := one.published_on)}
    found = untold_days(kind, {fact.slug: record}, days)
    return next(((field, _sentence(sentence)) for _slug, field, sentence in found), ("", ""))


def dated_pages(slugs: Iterable[str]) -> Pages:
    """The last days of the stored events that rest on each of these sources."""
    found: dict[str, set[tuple[str, str, date]]] = {slug: set() for slug in slugs}
    for kind in KINDS.values():
        if kind.own_date in EVENT_DATES:
            rows: Any = kind.model._default_manager.filter(sources__slug__in=list(found))
            for source, slug, day in rows.values_list("sources__slug", "slug", f"{kind.own_date}_last"):
                if source in found:
                    found[source].add((kind.name, slug, day))
    return found


@transaction.atomic
def save_source(source: Source) -> int:
    """Saves a source; facts whose day followed from it follow its new date. Returns how many moved."""
    followers = []
    if source.pk:
        facts = facts_on(source, hold=True)
        followers = [fact for fact in facts if fact.known_on == computed_day(fact, fact.sources.all())]
    source.save()
    moved = 0
    for fact in followers:
        before = fact.known_on
        forget_prefetched(fact)
        settle_known_on(fact)
        moved += fact.known_on != before
    return moved


def forget_prefetched(row: Model) -> None:
    """Lets the next look at what a row is linked with read it anew."""
    row.__dict__.get("_prefetched_objects_cache", {}).clear()


def facts_on(source: Source, *, hold: bool = False) -> list[Fact]:
    """Every fact that rests on a source, with all its sources; held until the transaction ends where asked for."""
    found: list[Fact] = []
    for kind in (kind for kind in KINDS.values() if kind.is_fact):
        rows: Any = kind.model._default_manager.filter(sources=source).prefetch_related("sources")
        if hold:
            rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        found += rows
    return found


# --- What may be saved ----------------------------------------------------------------------------
def proves(source: Source) -> bool:
    """Whether a source can carry the word confirmed: its page was read, and it is no digest."""
    return source.seen == Source.Seen.PAGE and source.quality != Source.Quality.DIGEST


def doubts(row: Any) -> Iterable[tuple[str, str]]:
    """(attribute, sentence) of whatever the ledger's files could not say of this row, saved or not.

    What passes here can be dumped, and loads elsewhere. Links to other rows are left to the form.
    """
    kind = kind_of_row(row)
    record: Record = {}
    names: dict[str, str] = {}
    found = False
    for group, field in _plain(kind.fields):
        names.setdefault(group or field.key, field.name)
        value = field.write(row)
        if value is None or (field.key == "slug" and not value):
            continue
        try:
            (record.setdefault(group, {}) if group else record)[field.key] = field.read(value)
        except Unreadable as error:
            found = True
            yield field.name, _sentence(str(error))
    if not found:
        for key, sentence in kind.doubts(record):
            yield names.get(key, ""), _sentence(sentence)


def circles(row: Any) -> Iterable[tuple[str, str]]:
    """(attribute, sentence) of each link of a row to its own kind that leads back to it."""
    kind = kind_of_row(row)
    for field in kind.fields:
        if isinstance(field, Ref) and field.kind == kind.name and row.pk:
            seen, at = {None}, getattr(row, field.name)
            while at is not None and at.pk not in seen and at.pk != row.pk:
                seen.add(at.pk)
                at = getattr(at, field.name)
            if at is not None and at.pk == row.pk:
                other = getattr(row, field.name)
                yield (
                    field.name,
                    _("It leads back to itself by way of “%(other)s”: choose another.") % {"other": other},
                )


def lies_ahead(when: PartialDate) -> bool:
    """Whether a day is tomorrow's even where on Earth it is latest."""
    return when.first > timezone.localdate() + timedelta(days=1)


def twin(row: Any, sources: Iterable[Source] | None = None) -> Any:
    """The stored record that says the same in every column, and cites the same; None where there is none."""
    model = type(row)
    own = {"id", "slug", "recorded_at", "changed_at", "known_on", "entered_by_id", "changed_by_id"}
    said = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.attname not in own}
    same = {name if value is not None else f"{name}__isnull": True if value is None else value
            for name, value in said.items()}  # fmt: skip
    cited = {source.pk for source in sources or ()}
    for found in model._default_manager.filter(**same).order_by("pk")[:5]:
        if sources is None or {source.pk for source in found.sources.all()} == cited:
            return found
    return None


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _plain(fields: Iterable[Field]) -> Iterable[tuple[str, Field]]:
    """(group, field) of what lies in the row itself, group by group."""
    for field in fields:
        if isinstance(field, Group):
            yield from ((field.key, part) for part in field.parts)
        elif not isinstance(field, Refs | Children) and field.key != "known_on":
            yield "", field


def kind_of_row(row: Any) -> Kind:
    """The kind of a row of a curated noun."""
    kind = kind_of(type(row))
    assert kind is not None, f"{type(row).__name__} is no curated noun"
    return kind


# --- Sources ---------------------------------------------------------------------------------------
def find_source(address: str) -> Source | None:
    """The source with this address in any spelling; raises NoAddress."""
    wanted = canonical(address)
    exact = Source.objects.filter(url=wanted).first()
    if exact:
        return exact
    near = Source.objects.filter(url__istartswith=same_place(wanted)).order_by("pk")
    return next((source for source in near if _spelled(source.url) == wanted), None)


def _spelled(address: str) -> str:
    try:
        return canonical(address)
    except ValueError:
        return address


# --- Slugs ----------------------------------------------------------------------------------------
def words_of(text: str, most: int = MOST_WORDS) -> str:
    """The first words of a text as a slug; a short hash where no letter of it can be spelled.

    Accents are taken off; Chinese is not spelled out: its hash names it as well as guesses would.
    """
    plain = re.sub(r"['’]", "", unicodedata.normalize("NFKC", text))
    spelled = "-".join(part for part in slugify(plain.replace("_", " ")).split("-") if part)
    words = spelled.split("-")[:most] if spelled else []
    if sum(len(word) for word in words) >= 3 or (words and not _han(text)):
        return "-".join(words)
    return "-".join([*words, hashlib.sha256(text.encode()).hexdigest()[:8]])


def _han(text: str) -> bool:
    return any(unicodedata.category(sign) == "Lo" for sign in text)


def free_slug(model: type[Model], *parts: Any, most: int = 140) -> str:
    """A slug of these parts that no row of the model has or had before: the second one ends in -2."""
    stem = "-".join(filter(None, (_part(part) for part in parts)))[:most].strip("-") or "record"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if kind := kind_of(model):
        former = FormerSlug.objects.filter(kind=kind.name, slug__startswith=stem)
        taken |= set(former.values_list("slug", flat=True))
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug


def _part(part: Any) -> str:
    if part is None or part == "":
        return ""
    return part.isoformat() if isinstance(part, date) else words_of(str(part), most=20)


def proposed_slug(fact: Any) -> str:
    """A slug in the manner of the ledger's files, from what the fact is about."""
    return free_slug(type(fact), *kind_of_row(fact).slug_parts(fact))
