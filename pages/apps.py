from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from desk import addresses
        from pages import (
            cards,  # noqa: F401  registers itself on the first page of the desk
            places,
        )

        addresses.register_pages(own=places.place_of, about=places.place_about)
