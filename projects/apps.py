from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import groups, revisions, signing_in, version
        from projects.ledger import kinds  # noqa: F401  registers this app's kinds of curated records

        version.watch()
        signing_in.watch()
        revisions.watch(self.name)
        post_migrate.connect(groups.after_migrate, dispatch_uid="analysts-group")
