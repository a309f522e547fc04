"""What the API says when it cannot answer: one shape for every error, with the way to mend it."""

import logging

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response

logger = logging.getLogger(__name__)


class Refusal(exceptions.APIException):
    """A question that cannot be answered as it was put: what is wrong, where, and how to mend it."""

    status_code = 400

    def __init__(self, sentence: str, *, field: str | None = None, mend: str = "", status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence, self.field, self.mend, self.status_code = sentence, field, mend, status


class NotThere(Refusal):
    """An address, a slug or a page that does not exist."""

    def __init__(self, sentence: str, *, field: str | None = None, mend: str = "") -> None:
        super().__init__(sentence, field=field, mend=mend, status=404)


class Moved(Refusal):
    """A record that stands at another address now: the slug asked is one that it had before."""

    def __init__(self, sentence: str, address: str) -> None:
        super().__init__(sentence, mend="Follow the Location header, and keep that address.", status=301)
        self.address = address


class ErrorSerializer(serializers.Serializer):
    """Every error of the API."""

    status = serializers.IntegerField(help_text="The HTTP status again.")
    detail = serializers.CharField(help_text="What is wrong.")
    field = serializers.CharField(allow_null=True, help_text="The parameter that is wrong, if it is one.")
    mend = serializers.CharField(allow_blank=True, help_text="What to do about it.")


def envelope(status: int, sentence: str, field: str | None = None, mend: str = "") -> dict:
    """The body of every error."""
    return {"status": status, "detail": sentence, "field": field, "mend": mend}


def answer_error(error: Exception, context: dict) -> Response:
    """The answer to an error. A fault of ours is logged and told without its inside."""
    request = context["request"]
    if isinstance(error, Refusal):
        body = envelope(error.status_code, error.sentence, error.field, error.mend)
    elif isinstance(error, exceptions.MethodNotAllowed):
        body = envelope(405, f"{request.method} is not allowed: the API is read-only.", mend="Use GET.")
    elif isinstance(error, exceptions.NotAcceptable):
        known = ", ".join(renderer.media_type for renderer in context["view"].renderer_classes)
        body = envelope(
            406,
            "None of the types in the Accept header is spoken here.",
            mend=f"Accept one of: {known}, or leave the header out.",
        )
    elif isinstance(error, (Http404, exceptions.NotFound)):
        body = envelope(404, f"There is nothing at {request.path}.", mend="Start from /api/v1/.")
    elif isinstance(error, (PermissionDenied, exceptions.PermissionDenied)):
        body = envelope(403, "This is not for readers.")
    elif isinstance(error, exceptions.APIException):
        body = envelope(error.status_code, str(error.detail))
    else:
        logger.error("The API failed at %s", request.path, exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request)
        body = envelope(
            500, "Something broke on our side.", mend="Try again later; the fault was written down."
        )
    headers = {"Allow": "GET, HEAD, OPTIONS"} if body["status"] == 405 else {}
    if isinstance(error, Moved):
        headers["Location"] = error.address
    return Response(body, status=body["status"], headers=headers)
