from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from facts import version
        from feeds import rights  # noqa: F401  declares them
        from feeds.monitoring import cards, checks  # noqa: F401  register themselves: the desk, `manage.py check`

        version.watch(self.name)
