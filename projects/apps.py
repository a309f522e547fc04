from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

# Models that were in this app once, whose content types an older version of the site may make again.
MOVED_TO_FACTS = ("ledgerversion", "loadedrow", "revision", "source", "upload")


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from facts import history, version
        from facts.apps import FactsConfig
        from projects import (
            cards,  # noqa: F401  registers itself on the first page of the desk
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
            warnings,  # noqa: F401  registers what the desk asks before it stores
        )

        # Sources stand under this heading at the desk: see `heading` of their admin.
        apps.get_app_config(FactsConfig.name).verbose_name = self.verbose_name
        version.watch(self.name)
        history.watch(self.name)
        post_migrate.connect(_move_types, sender=self, dispatch_uid="types-of-moved-models")


def _move_types(using: str, apps: Any = apps, **_: Any) -> None:
    """What an older version of the site made of moved models belongs to their new app; not while it still runs.

    `manage.py flush` tells no state of the models: those of today are meant.
    """
    from facts.content_types import move_types

    if not set(MOVED_TO_FACTS) & apps.all_models["projects"].keys():
        move_types(apps, MOVED_TO_FACTS, "projects", "facts", using)
