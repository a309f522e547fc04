from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import roles, sessions

        sessions.watch()
        post_migrate.connect(roles.after_migrate, dispatch_uid="analysts-group")
