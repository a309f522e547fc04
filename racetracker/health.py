"""Doors for health checks: is the process up, does the database answer, and are the feeds fresh?"""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from feeds.monitoring.freshness import freshness
from feeds.monitoring.outlook import outlook


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def feeds_health(request: HttpRequest) -> HttpResponse:
    """200 while every feed is fresh, 503 with the names of those that are not; 200 where they are switched off.

    What needs a person while data are fresh stands in `attention` and is no failure of the site: 200.
    """
    at = timezone.now()
    try:
        with translation.override("en"):
            rows = freshness()
            ahead = outlook(rows, at)
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    stale = [row.slug for row in rows if row.stale] if settings.FEEDS_ENABLED else []
    attention = [
        {"feed": slug, "kind": reason.kind, "sentence": reason.sentence}
        for slug, one in ahead.items()
        for reason in one.attention
    ]
    word = "stale" if stale else "needs a person" if attention else "ok"
    said = {
        "status": word if settings.FEEDS_ENABLED else "switched off",
        "stale": stale,
        "attention": attention,
        "feeds": {
            row.slug: {
                "stale": row.stale,
                "age_s": max(0, int((at - row.last_success_at).total_seconds()))
                if row.last_success_at
                else None,
                "stale_after_s": int(row.stale_after.total_seconds()),
                "silent": row.silent,
                "told_at": row.told_at,
                "sentence": row.sentence,
            }
            for row in rows
        },
    }
    return JsonResponse(said, status=503 if stale else 200, headers={"Cache-Control": "no-store"})
