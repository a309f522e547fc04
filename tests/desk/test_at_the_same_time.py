"""Two people send the same words at the same moment, each over a connection of their own: one record is stored."""

import threading
from contextlib import suppress

import pytest
from django.db import connection

from facts import services
from facts.models import Source
from news.models import NewsItem
from projects.models import Milestone, Organization
from tests.desk.desk import address, analyst, desk_of
from tests.desk.new_rows import full

SAID = {
    Milestone: "was entered already", Organization: "was entered already", Source: "is the source “",
    NewsItem: "",
}  # fmt: skip


@pytest.fixture
def together(own_database, django_db_blocker, monkeypatch):
    """Both forms were found sound before either is stored, where the database lets two in at once."""
    both = threading.Barrier(2)
    proposed_slug = services.proposed_slug

    def wait(row):
        with suppress(threading.BrokenBarrierError):
            both.wait(0.1 if connection.vendor == "sqlite" else 3)
        return proposed_slug(row)

    monkeypatch.setattr(services, "proposed_slug", wait)
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("model", SAID, ids=lambda model: model.__name__)
def test_what_two_people_send_at_once_is_stored_once_and_said(together, model):
    desks, answers = [desk_of(analyst(name)) for name in ("ana", "lin")], []
    values, count = full(model), model._default_manager.count()

    def send(desk):
        try:
            answers.append(desk.post(address(model, "add"), values))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert model._default_manager.count() == count + 1
    assert sorted(answer.status_code for answer in answers) == ([200, 302] if SAID[model] else [302, 302])
    if SAID[model]:
        [refused] = [answer for answer in answers if answer.status_code == 200]
        assert SAID[model] in refused.content.decode()
