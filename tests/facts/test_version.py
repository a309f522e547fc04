"""Every model of ours moves the ledger's version, or says why it need not."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models.signals import m2m_changed, post_delete, post_save

from facts.models import AppendOnly
from facts.models.accounted import Accounted
from facts.version import is_watched

OURS = [
    model
    for config in apps.get_app_configs()
    if Path(config.path).parent == settings.BASE_DIR
    for model in config.get_models(include_auto_created=True)
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_of_ours_moves_the_version_unless_it_says_otherwise(model):
    """A new app fails here until it calls `version.watch`, or its models say that they need not."""
    signals = (m2m_changed,) if model._meta.auto_created else (post_save, post_delete)
    uid = f"ledger-version-{model._meta.label}"
    connected = [any(key[0] == uid for key, *_rest in signal.receivers) for signal in signals]
    assert connected == [is_watched(model)] * len(signals)


def test_what_moves_nothing_is_accounted_for_or_no_reader_sees_it_or_its_writer_counts_once():
    """What is accounted for moves it with its stamps: tests/facts/test_stamps.py."""
    silent = {
        model._meta.label
        for model in OURS
        if not is_watched(model)
        and not model._meta.auto_created
        and not issubclass(model, Accounted | AppendOnly)
    }
    assert silent == {
        "desk.Assignment", "desk.PrivateNote", "desk.SavedView",
        "facts.FormerSlug", "facts.LedgerVersion", "facts.LoadedRow", "facts.Revision", "facts.Stamp",
        "facts.TakenTable", "facts.Upload",
        "feeds.Alert", "feeds.AnswerProfile", "feeds.Asking", "feeds.Bookmark", "feeds.FeedRun", "feeds.Host",
        "feeds.QuarantinedRecord",
        "feeds.RawAnswer", "news.NewsStep", "news.Suggestion",
    }  # fmt: skip
