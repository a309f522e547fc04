from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import groups, revisions, version
        from projects.ledger import kinds  # noqa: F401  registers this app's kinds of curated records

        version.watch()
        revisions.watch(self.name)
        post_migrate.connect(groups.after_migrate, dispatch_uid="analysts-group")
