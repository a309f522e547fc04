"""What a reader sees when an address leads nowhere or something broke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.reader import carried


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", carried(request), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
