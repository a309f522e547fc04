from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from feeds import cards  # noqa: F401  registers itself on the first page of the desk
