"""What happens around the saving of single nouns: the steps of filings."""

from django.db import transaction

from projects.models import Filing, FilingStep


@transaction.atomic
def add_step(filing: Filing, document: Filing, step: str) -> FilingStep:
    """A step of a filing, on the day of the document that proves it; the last one there. May run twice."""
    made = FilingStep(filing=filing, document=document, step=step, position=filing.steps.count())
    made.on = document.on
    found = FilingStep.objects.filter(filing=filing, document=document, step=step).first()
    if found is None:
        made.save()
    return found or made
