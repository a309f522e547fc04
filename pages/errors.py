"""What a reader sees when an address leads nowhere or something broke."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from desk import stale_forms
from pages.reader import carried


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", carried(request), status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {
        "status": 403,
        "title": _("This is not yours to do"),
        "sentence": _("Your account has no right to this page or step. Nothing was changed."),
        "hint": _("An administrator gives rights; the matrix of who may what is in docs/desk.md."),
    }
    return render(request, "error.html", carried(request) | context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site's own page, or that was open for too long."""
    if again := stale_forms.answer(request):
        return again
    context = {
        "status": 403,
        "title": _("This form was not accepted"),
        "sentence": _("It did not come from a page of this site, or that page was open for too long."),
        "hint": _("Open the page again and send the form from there. Readers' pages take no forms."),
    }
    return render(request, "error.html", carried(request) | context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read; most often it is too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    context = {
        "status": 400,
        "title": _("This cannot be read"),
        "sentence": _("What was sent is too large: shorten it.")
        if too_large
        else _("What was sent breaks a rule of this site."),
        "hint": _("Go back: what you typed may still be in the form."),
    }
    return render(request, "error.html", context, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
