"""The site of the desk: Django's admin behind a second factor, in sessions that end."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts import sessions, two_factor
from desk import headings
from desk.dashboard import cards
from desk.deleted import deleted_page
from desk.saved_views import views_page

private = method_decorator([never_cache, csrf_protect])


class DeskSite(AdminSite):
    site_header = site_title = _("Racetracker desk")
    index_title = _("The desk")

    def knows(self, request: HttpRequest) -> bool:
        """Whether somebody with an account of the desk gave their password, and not too long ago."""
        return super().has_permission(request) and not sessions.is_over(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked several times for a page; that it is passed is looked up once."""
        if not self.knows(request):
            return False
        if not getattr(request, "_second_factor_passed", False):
            request._second_factor_passed = two_factor.is_passed(request.user)  # type: ignore[attr-defined]  # ours
        return request._second_factor_passed  # type: ignore[attr-defined]  # set above

    def get_urls(self) -> list[Any]:
        own = [
            path("logout/", self.leave, name="logout"),
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/set-up/", self.set_up_second_factor, name="second_factor_set_up"),
            path("deleted/", self.admin_view(self.deleted), name="deleted"),
            path("views/", self.admin_view(self.saved_views), name="saved_views"),
            path("second-factor/codes/", self.admin_view(self.paper_codes), name="second_factor_codes"),
        ]
        return [*own, *headings.place(self, super().get_urls())]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The nouns that this person may see, by heading; those of one heading where it is named."""
        found = headings.gather(self, super().get_app_list(request))
        return [heading for heading in found if app_label in (None, heading["app_label"])]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Who gave the password is led on to the second factor, or to setting it up."""
        if request.method == "GET" and self.knows(request) and not two_factor.is_passed(request.user):
            name = "second_factor" if two_factor.has_one(request.user) else "second_factor_set_up"
            return HttpResponseRedirect(f"{reverse(f'admin:{name}')}?{urlencode(self.wanted(request))}")
        return super().login(request, extra_context)

    @private
    def leave(self, request: HttpRequest) -> HttpResponse:
        """Ends the session, also of somebody who has not shown the second factor."""
        return self.logout(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The first page: what waits for this person, then every noun."""
        return super().index(request, {"cards": cards(request), **(extra_context or {})})

    def deleted(self, request: HttpRequest) -> HttpResponse:
        """What was deleted, with the way back."""
        return deleted_page(self, request)

    def saved_views(self, request: HttpRequest) -> HttpResponse:
        """The lists that this person keeps."""
        return views_page(self, request)

    # --- The second factor ------------------------------------------------------------------------
    @private
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Asks for a code."""
        if not self.knows(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if two_factor.is_verified(request.user) or not two_factor.has_one(request.user):
            return redirect(self.onwards(request))
        sentence = ""
        if request.method == "POST":
            sentence = two_factor.shown(request, request.POST.get("code", "")[:64])
            if not sentence:
                return redirect(self.onwards(request))
        return self._page(request, "ask", _("Second factor"), {"sentence": sentence, **self.wanted(request)})

    @private
    def set_up_second_factor(self, request: HttpRequest) -> HttpResponse:
        """Shows the QR code, and takes the first code of the app. An app that is there must be shown first."""
        if not self.knows(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if two_factor.has_one(request.user) and not two_factor.is_verified(request.user):
            return redirect(f"{reverse('admin:second_factor')}?{urlencode({'next': request.path})}")
        sentence: Any = ""
        if request.method == "POST":
            codes = two_factor.confirm(request, request.POST.get("code", "").strip().replace(" ", "")[:64])
            if codes:
                return self._codes(request, codes)
            sentence = _(
                "This code is not right. Look whether the clock of your phone is, and type the next one."
            )
        device = two_factor.begun(request.user)
        return self._page(request, "set_up", _("Set up the second factor"), {
            "sentence": sentence,
            "picture": two_factor.picture(device),
            "key": two_factor.key_of(device),
            "is_required": two_factor.is_required(request.user),
            "replaces": two_factor.has_one(request.user),
            **self.wanted(request),
        })  # fmt: skip

    def paper_codes(self, request: HttpRequest) -> HttpResponse:
        """How many paper codes are left; makes new ones."""
        if not two_factor.is_verified(request.user):
            return redirect("admin:second_factor_set_up")
        if request.method == "POST":
            return self._codes(request, two_factor.new_codes(request.user))
        return self._codes(request, [])

    def _codes(self, request: HttpRequest, codes: list[str]) -> HttpResponse:
        return self._page(request, "codes", _("Codes on paper"), {
            "codes": codes, "left": two_factor.codes_left(request.user), "onwards": self.onwards(request),
        })  # fmt: skip

    def _page(self, request: HttpRequest, name: str, title: Any, context: dict[str, Any]) -> HttpResponse:
        shared = self.each_context(request) | {"title": title, "is_nav_sidebar_enabled": False}
        return TemplateResponse(request, f"admin/second_factor/{name}.html", shared | context)

    def wanted(self, request: HttpRequest) -> dict[str, str]:
        """The address asked for first, where it is one of ours."""
        wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
        ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return {REDIRECT_FIELD_NAME: wanted} if ours else {}

    def onwards(self, request: HttpRequest) -> str:
        """Where a sign-in leads."""
        return self.wanted(request).get(REDIRECT_FIELD_NAME) or reverse("admin:index")
