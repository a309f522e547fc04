"""Sends tables to the desk and reads what it says of them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from desk import file_formats
from facts.models import Source
from tests.desk.desk import address


def send(client, model, text, name="table.csv"):
    body = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, body)
    return client.post(address(model, "import"), {"import_file": file, "format": "", "resource": "0"})


def confirm(client, model, page, **more):
    upload = page.context["confirm_form"].initial["upload"]
    return client.post(address(model, "process_import"), {"upload": upload} | more)


def fates(page) -> dict[str, str]:
    return {fate.slug: fate.fate for fate in page.context["result"].plan.fates}


def faults(page) -> list[tuple[int, str, str]]:
    plan = page.context["result"].plan
    return [(fate.line, column, sentence) for fate in plan.fates for column, sentence in fate.faults]


def export(client, model, form: str, **query) -> bytes:
    number = [f().get_title() for f in file_formats.FORMATS].index(form)
    answer = client.post(address(model, "export"), {"format": number, "resource": "0"}, query_params=query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content


def milestone_rows(n: int) -> list[list]:
    source = Source.objects.filter(published_on_last__isnull=False)[0]
    head = ["slug", "country", "on", "kind", "title", "summary", "confidence", "sources"]
    rest = ["Ours.", "reported", source.slug]
    return [head, *([f"row-{i}", "US", "2026-03-30", "test", f"Row {i}", *rest] for i in range(n))]


def as_csv(rows) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def as_xlsx(rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
