from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from facts import history, version
        from projects import (
            cards,  # noqa: F401  registers itself on the first page of the desk
            kinds,  # noqa: F401  registers this app's kinds of curated records
            rights,  # noqa: F401  declares them
        )

        version.watch(self.name)
        history.watch(self.name)
