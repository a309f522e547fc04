from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "facts"

    def ready(self) -> None:
        from facts import (
            history,
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
            version,
        )

        version.watch(self.name)
        history.watch(self.name)
