from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from feeds.monitoring import cards, checks  # noqa: F401  register themselves: the desk, `manage.py check`
