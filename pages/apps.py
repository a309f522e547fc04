from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages import cards  # noqa: F401  registers itself on the first page of the desk
