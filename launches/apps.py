from django.apps import AppConfig


class LaunchesConfig(AppConfig):
    name = "launches"

    def ready(self) -> None:
        from facts import history, version
        from launches import (
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
            warnings,  # noqa: F401  registers what the desk asks before it stores
        )

        version.watch(self.name)
        history.watch(self.name)
