from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import rights, roles, sessions  # noqa: F401  rights declare themselves

        sessions.watch()
        post_migrate.connect(roles.after_migrate, dispatch_uid="analysts-group")
