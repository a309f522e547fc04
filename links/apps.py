from functools import partial

from django.apps import AppConfig
from django.urls import reverse


class LinksConfig(AppConfig):
    name = "links"

    def ready(self) -> None:
        from desk import addresses

        addresses.register_page_reader(partial(reverse, "read-page"))
