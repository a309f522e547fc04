"""What the database holds of the ledger."""

from django.apps import apps

from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import in_order


def rows() -> int:
    labels = ("facts", "projects", "launches", "news")
    return sum(
        m._default_manager.count() for label in labels for m in apps.get_app_config(label).get_models()
    )


def everything() -> dict[str, list[dict]]:
    return {kind.name: [write_row(kind, row) for row in rows_of(kind)] for kind in in_order()}
