from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from news import ledger  # noqa: F401  registers this app's kinds of curated records
        from projects import revisions

        revisions.watch(self.name)
