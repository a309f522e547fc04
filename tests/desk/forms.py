"""Opens forms of the desk, changes fields of them, sends them and reads their faults."""

from facts.ledger.registry import kind_of
from facts.models import Source
from projects.models import Project, StatusChange
from tests.desk.desk import address, registered, values_of

CURATED = [model for model in registered() if kind_of(model)]


def errors(page) -> dict[str, list[str]]:
    form = page.context["adminform"].form
    found = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
    for inline in page.context["inline_admin_formsets"]:
        for row in inline.formset.errors:
            found |= {f"{inline.formset.prefix}.{name}": list(map(str, said)) for name, said in row.items()}
    return found


def edit(client, row, **fields):
    """Opens the row's form, changes these fields, and sends it."""
    url = address(type(row), "change", row.pk)
    return client.post(url, values_of(client.get(url)) | fields)


def add(client, model, **fields):
    url = address(model, "add")
    return client.post(url, values_of(client.get(url)) | fields)


def source_pk(slug: str = "spacex-starmind-page") -> int:
    return Source.objects.get(slug=slug).pk


def new_change(client, **fields):
    plan = Project.objects.get(slug="starcloud-2")
    values = {"project": plan.pk, "status": "filed", "on": "2026-01-05", "confidence": "reported"}
    return add(
        client, StatusChange, **values | {"sources": [source_pk("spacenews-2026-chenguang-credit")]} | fields
    )
