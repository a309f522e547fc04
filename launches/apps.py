from django.apps import AppConfig


class LaunchesConfig(AppConfig):
    name = "launches"

    def ready(self) -> None:
        from facts import history, version
        from launches import (
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
        )

        version.watch(self.name)
        history.watch(self.name)
