from django.apps import AppConfig


class LaunchesConfig(AppConfig):
    name = "launches"

    def ready(self) -> None:
        from launches import ledger  # noqa: F401  registers this app's kinds of curated records
        from projects import revisions

        revisions.watch(self.name)
