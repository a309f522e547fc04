from django.apps import AppConfig


class LaunchesConfig(AppConfig):
    name = "launches"

    def ready(self) -> None:
        from facts import history
        from launches import kinds  # noqa: F401  registers this app's kinds of curated records

        history.watch(self.name)
