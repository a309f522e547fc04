from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "facts"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from facts import (
            history,
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
            searching,
            version,
        )

        connection_created.connect(searching.teach)
        version.watch(self.name)
        history.watch(self.name)
