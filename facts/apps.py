from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "facts"
    verbose_name = _("Projects")  # sources stand under this heading at the desk

    def ready(self) -> None:
        from facts import (
            history,
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
            version,
        )

        version.watch(self.name)
        history.watch(self.name)
