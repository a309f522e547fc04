"""Money has a direction, dollars are said once, and rates are those published for a day.

What older rows meant is written down here: the sums known not to be received get their direction, an amount
in dollars is no longer repeated, and the two rates that the ledger had implied from rounded sums go, with
their account. Rows that nobody changed since the last load are remembered as such in their new form.
"""

import hashlib
import json

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models import Count, F

DIRECTIONS = {
    "ada-space-jiaxing-2023": "allocated",
    "ascend-horizon-2023": "to_be_paid",
    "caict-challenge-2026": "allocated",
    "cnsa-national-fund-2025": "allocated",
    "junda-xingyi-2026": "to_be_paid",
    "lonestar-sidus-2025": "to_be_paid",
    "spacex-xai-2026": "to_be_paid",
    "us-space-force-odc-research-2026": "allocated",
    "wenchang-supercomputing-2026": "allocated",
}
IMPLIED = ("cny-usd-implied-2026-04-20", "eur-usd-implied-2026-04-17")
TEXTS = ("slug", "instrument", "round", "scope", "scope_reason", "currency", "valuation_currency", "summary",
         "note", "confidence")  # fmt: skip
LINKS = ("organization", "project", "alternative_to")


def settle(apps, schema_editor):
    db = schema_editor.connection.alias
    events = apps.get_model("projects", "FundingEvent").objects.using(db)
    loaded = apps.get_model("facts", "LoadedRow").objects.using(db).filter(kind="funding")
    digests = dict(loaded.values_list("slug", "digest"))
    for event in events.select_related(*LINKS).prefetch_related("sources"):
        as_loaded = digests.get(event.slug) == digest(record_of(event))
        event.direction = DIRECTIONS.get(event.slug, "received")
        if event.amount is None and event.amount_usd is not None:
            event.amount, event.currency, event.amount_usd = event.amount_usd, "USD", None
        elif event.currency == "USD":
            event.amount_usd = None
        event.save(update_fields=["direction", "amount", "currency", "amount_usd"])
        if as_loaded:
            after = digest(record_of(event) | {"direction": event.direction})
            loaded.filter(slug=event.slug).update(digest=after)


def drop_implied_rates(apps, schema_editor):
    db = schema_editor.connection.alias
    rates = apps.get_model("projects", "ExchangeRate").objects.using(db)
    revisions = apps.get_model("facts", "Revision").objects.using(db)
    for rate in rates.filter(slug__in=IMPLIED).prefetch_related("sources"):
        revisions.create(
            kind="exchange_rates", slug=rate.slug, row_id=rate.pk, recorded_at=rate.recorded_at,
            why="Rates are those published for a day, no longer implied by rounded sums.",
            before=rate_record(rate), after=None,
        )  # fmt: skip
        rate.delete()
    loaded = apps.get_model("facts", "LoadedRow").objects.using(db)
    loaded.filter(kind="exchange_rates", slug__in=IMPLIED).delete()
    twice = rates.values("currency", "on_first").annotate(n=Count("pk")).filter(n__gt=1).order_by("currency")
    if twice:
        named = "; ".join(f"{row['currency']} {row['on_first']}" for row in twice)
        raise CommandError(
            f"More than one exchange rate of one currency and day: {named}. Nothing was changed. Delete all but "
            "one of each on the desk of the version before, then migrate again."
        )
    if schema_editor.connection.vendor == "postgresql":  # else no table can be altered in this transaction
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def record_of(event):
    """The record as the ledger's files wrote it before there was a direction."""
    record = {key: value for key in TEXTS if (value := getattr(event, key))}
    record |= {key: other.slug for key in LINKS if (other := getattr(event, key))}
    sums = ("amount", "amount_usd", "valuation")
    record |= {key: value for key in sums if (value := getattr(event, key)) is not None}
    record["on"] = written(event)
    if event.stage != "unknown":
        record["stage"] = event.stage
    if event.investors:
        record["investors"] = list(event.investors)
    sources = list(event.sources.all())
    record["sources"] = sorted(source.slug for source in sources)
    days = [source.published_on_last for source in sources if source.published_on_last]
    if max(min(days) if days else event.on_last, event.on_first) != event.known_on:
        record["known_on"] = event.known_on.isoformat()
    return record


def rate_record(rate):
    texts = ("slug", "currency", "note", "confidence")
    return {key: value for key in texts if (value := getattr(rate, key))} | {
        "usd_per_unit": float(rate.usd_per_unit),
        "on": written(rate),
        "known_on": rate.known_on.isoformat(),
        "sources": sorted(source.slug for source in rate.sources.all()),
    }


def written(row):
    year, month = row.on_first.year, row.on_first.month
    return {
        "day": row.on_first.isoformat(),
        "month": f"{year}-{month:02d}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "half": f"{year}-H{1 if month < 7 else 2}",
        "year": str(year),
    }[row.on_precision]


def digest(record):
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def say_dollars_twice(apps, schema_editor):
    """The way back: an amount in dollars was repeated."""
    events = apps.get_model("projects", "FundingEvent").objects.using(schema_editor.connection.alias)
    events.filter(currency="USD").update(amount_usd=F("amount"))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0001_facts_of_their_own"),
        ("projects", "0010_promises_count_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="fundingevent",
            name="direction",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("to_be_paid", "to be paid, or paid"),
                    ("allocated", "allocated"),
                ],
                default="received",
                help_text="Received: it comes to the organization. Else it pays the sum, or has set it aside.",
                max_length=10,
                verbose_name="direction",
            ),
        ),
        migrations.AlterField(
            model_name="fundingevent",
            name="amount_usd",
            field=models.BigIntegerField(
                blank=True,
                help_text="Only beside an amount in another currency, where a source states dollars too.",
                null=True,
                verbose_name="amount in dollars, as stated",
            ),
        ),
        migrations.AlterField(
            model_name="fundingevent",
            name="scope",
            field=models.CharField(
                choices=[
                    ("orbital_compute", "for orbital compute"),
                    ("whole_company", "of a whole company"),
                    ("adjacent", "for something beside it"),
                ],
                max_length=15,
                verbose_name="scope",
            ),
        ),
        migrations.RunPython(settle, say_dollars_twice),
        migrations.RunPython(drop_implied_rates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="exchangerate",
            constraint=models.UniqueConstraint(
                fields=("currency", "on_first"),
                name="exchangerate_once_a_day",
                violation_error_message="There is a rate of this currency and day: change that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_usd__isnull", True),
                    models.Q(("amount__isnull", False), models.Q(("currency", "USD"), _negated=True)),
                    _connector="OR",
                ),
                name="fundingevent_dollars_once",
                violation_error_message=(
                    "Dollars as stated go beside an amount in another currency: an amount in USD is its own."
                ),
            ),
        ),
    ]
