"""What the parts of the desk's admins have in common: each is mixed into an admin of Django's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    AdminPart = ModelAdmin[Any]
else:
    AdminPart = object
