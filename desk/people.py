"""Accounts and groups at the desk: administrators open and close accounts; groups are made by the code."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import two_factor
from desk.locking import hold
from desk.read_only import NobodyWrites

BY_ITSELF = ("last_login",)  # what changes without anybody at the form

admin.site.unregister([User, Group, TOTPDevice, StaticDevice])


class PersonForm(UserChangeForm):
    """An account; `opened` is what it said as the form was opened."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = {name: value for name, value in self.initial.items() if name not in BY_ITSELF}
        self.initial["opened"] = hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("opened") and cleaned["opened"] != self.initial["opened"]:
            raise forms.ValidationError(
                _(
                    "Somebody saved this account while you had it open: nothing of yours was stored. Open it again."
                )
            )
        return cleaned


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Accounts. Only a superuser makes superusers, or touches one."""

    form = PersonForm

    list_display = (
        "username",
        "first_name",
        "last_name",
        "is_staff",
        "is_active",
        "groups_named",
        "last_login",
    )
    list_filter = ("is_active", "is_staff", "groups")
    list_per_page = 50
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "usable_password", "password1", "password2", "is_staff", "groups"),
            },
        ),
    )
    view_on_site = False
    actions = ("forget_second_factor",)

    @admin.action(description=_("Take the second factor of the chosen accounts away"), permissions=["change"])
    def forget_second_factor(self, request: HttpRequest, people: QuerySet) -> None:
        """For somebody who lost phone and paper; a superuser's is a superuser's to take."""
        done = [
            person.get_username()
            for person in people
            if self.has_change_permission(request, person) and two_factor.forget(person, request.user)
        ]
        if done:
            sentence = _("They set the second factor up anew at the next sign-in: %(names)s.")
            messages.success(request, sentence % {"names": ", ".join(done)})
        else:
            messages.info(request, _("None of the chosen accounts had one that you may take away."))

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Of two people who save one account at once, the second is told."""
        with transaction.atomic():
            if request.method == "POST" and object_id:
                hold(User, [object_id])
            return super().changeform_view(request, object_id, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights = ["is_active", "is_staff", "groups"]
        if request.user.is_superuser:
            rights += ["is_superuser"]
        return (
            (None, {"fields": ("username", "password", "opened")}),
            (_("Person"), {"fields": ("first_name", "last_name", "email")}),
            (_("Rights"), {"fields": rights}),
            (_("Record"), {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("last_login", "date_joined") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account is closed (not active), never deleted: the account of changes names it."""
        return False

    @admin.display(description=_("groups"))
    def groups_named(self, obj: User) -> str:
        return ", ".join(group.name for group in obj.groups.all())


@admin.register(Group)
class GroupsAdmin(NobodyWrites, GroupAdmin):
    """What each group may do is written in the code (accounts/roles.py), so here it is for looking."""

    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
