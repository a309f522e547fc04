"""The ledger of the repository with everything that is made up."""

from datetime import date

from django.conf import settings

from tests.more_facts.beside import add_beside
from tests.more_facts.figures import add_figures
from tests.more_facts.flights import add_flights
from tests.more_facts.ledger import MoreFacts
from tests.more_facts.subjects import add_subjects


def more_facts(today: date) -> MoreFacts:
    more = MoreFacts(settings.BASE_DIR / "data", today)
    for add in (add_subjects, add_flights, add_figures, add_beside):
        add(more)
    return more
