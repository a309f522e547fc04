from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from facts import history, retracted, version
        from news import (
            cards,  # noqa: F401  registers itself on the first page of the desk
            guards,
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
        )
        from news.models import NewsItem
        from news.retracting import retracted_pages

        retracted.register(retracted_pages)
        version.watch(self.name)
        history.watch(self.name)
        pre_delete.connect(guards.refuse_deletion, sender=NewsItem, dispatch_uid="newsitem-never-deleted")
        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="newsitem-guards")
