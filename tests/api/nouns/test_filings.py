"""Filings: steps proved by documents, and money, quantities and organizations by what they belong to."""

from projects.models import Filing
from tests.present import present


def test_steps_are_told_with_the_documents_that_prove_them(api):
    filing = present(Filing.objects.exclude(steps=None).first())
    told = api.json(f"filings/{filing.slug}/")
    assert [step["step"] for step in told["steps"]] == [step.step for step in filing.steps.all()]
    assert all(step["document"]["url"].endswith(f"{step['document']['slug']}/") for step in told["steps"])


def test_a_step_is_hidden_until_its_document_was_known(api):
    step = next(
        step
        for filing in Filing.objects.exclude(steps=None)
        for step in filing.steps.select_related("document", "filing")
        if step.document.known_on > filing.known_on
    )
    told = api.json(f"filings/{step.filing.slug}/", as_of=str(step.filing.known_on))
    assert step.document.slug not in [known["document"]["slug"] for known in told["steps"]]
    assert told["outcome"] == ""


def test_a_docket_is_compared_sign_by_sign(api):
    filing = present(Filing.objects.exclude(docket="").first())
    assert filing.slug in [row["slug"] for row in api.every("filings/", docket=filing.docket)]
    assert api.json("filings/", docket=filing.docket[:-1] + "%")["count"] == 0


def test_money_is_told_with_the_country_of_its_organization(api):
    for row in api.every("funding/", country="CN"):
        assert row["country"] == row["organization"]["country"] == "CN"
    assert {row["instrument"] for row in api.every("funding/", instrument="equity")} == {"equity"}


def test_quantities_are_plain_numbers_and_undisclosed_sums_are_null(api):
    rows = api.every("statements/")
    assert all(isinstance(row["value"], int | float) for row in rows)
    assert {row["value_max"] for row in rows} != {None}
    assert any(row["amount"] is None for row in api.every("funding/"))
    assert all(row["amount"] != 0 for row in api.every("funding/"))
