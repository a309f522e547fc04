"""A kept answer at the desk: what is different in it, the bytes as they came, and the decision to store it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from desk.read_only import ReadOnlyAdmin
from feeds.models import FeedRun
from feeds.registry import FEEDS, Feed
from feeds.runs.difference import bodies_of, difference
from feeds.runs.runner import CannotReplay, replay

GOOD = {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}


class DecidesOfAnswers(ReadOnlyAdmin):
    """Of an admin for runs: the panel of differences and the addresses `answer` and `store`.

    Who may change runs may look at answers and decide of them.
    """

    def get_urls(self) -> list[Any]:
        site = self.admin_site
        return [
            path("<int:run_id>/answer/", site.admin_view(self.answer_view), name="feeds_feedrun_answer"),
            path("<int:run_id>/store/", site.admin_view(self.store_view), name="feeds_feedrun_store"),
            *super().get_urls(),
        ]

    def deciding(self, request: HttpRequest, run: FeedRun) -> dict[str, Any]:
        """What the page of a run says of its answer, for who looks at it."""
        feed, may = FEEDS.get(run.feed), self._may(request)
        kept = run.raw_id is not None and run.replay_of_id is None and feed is not None
        held = run.outcome == FeedRun.Outcome.HELD
        more: dict[str, Any] = {"held": held, "answer_is_kept": kept, "may_decide": may}
        if feed is not None and kept and may:
            more |= {"offers": True, "whole_list": feed.whole, "may_store": _storable(run)}
            if held or "difference" in request.GET:  # seconds, with the longest lists: others on demand
                more["difference"] = difference(feed, run)
        return more

    def answer_view(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """The bodies as they came, one after another: to be kept as a file, never shown as a page."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        run = self._run(request, run_id)
        bodies = bodies_of(run)
        if not bodies:
            raise Http404(_("The answer of this run is not kept."))
        joined = b"".join(body if body.endswith(b"\n") else body + b"\n" for body in bodies)
        return HttpResponse(
            joined if len(bodies) > 1 else bodies[0],
            content_type="text/plain",
            headers={
                "Content-Disposition": f'attachment; filename="{run.feed}-run-{run.pk}.txt"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def store_view(self, request: HttpRequest, run_id: int) -> HttpResponse:
        """Asks whether the answer is to be stored, and stores it."""
        run = self._run(request, run_id)
        feed = FEEDS.get(run.feed)
        if feed is None or run.replay_of_id is not None or not _storable(run):
            messages.error(request, _("The answer of run %(number)s cannot be stored.") % {"number": run.pk})
            return _page_of(run)
        if request.method == "POST":
            return self._store(request, feed, run)
        newer = FeedRun.objects.filter(feed=run.feed, started_at__gt=run.started_at).succeeded()
        context = {
            **self.admin_site.each_context(request),
            "opts": FeedRun._meta,
            "run": run,
            "feed_title": feed.title,
            "held": run.outcome == FeedRun.Outcome.HELD,
            "difference": difference(feed, run),
            "whole_list": feed.whole,
            "newer": newer.order_by("started_at", "pk").last(),
            "title": _("Release: store this answer")
            if run.outcome == FeedRun.Outcome.HELD
            else _("Store this answer again"),
        }
        return TemplateResponse(request, "admin/feeds/feedrun/store.html", context)

    def _store(self, request: HttpRequest, feed: Feed[Any], run: FeedRun) -> HttpResponse:
        """What the person saw is what is decided: an answer decided of meanwhile is looked at again."""
        if request.POST.get("outcome") != run.outcome:
            messages.error(request, _("Somebody decided of this answer meanwhile: look at it again."))
            return _page_of(run)
        held = run.outcome == FeedRun.Outcome.HELD
        try:
            row = replay(feed, run, release=held)
        except CannotReplay as reason:
            messages.error(request, str(reason))
            return _page_of(run)
        words = _("Released it: run %(number)s.") if held else _("Stored it again: run %(number)s.")
        self.log_change(request, run, words % {"number": row.pk})
        sentence = _("Run %(number)s: %(outcome)s. %(sentence)s") % {
            "number": row.pk, "outcome": row.get_outcome_display(), "sentence": row.sentence,
        }  # fmt: skip
        messages.add_message(request, messages.SUCCESS if row.outcome in GOOD else messages.ERROR, sentence)
        return _page_of(row)

    def _run(self, request: HttpRequest, run_id: int) -> FeedRun:
        if not self._may(request):
            raise PermissionDenied
        run = FeedRun.objects.filter(pk=run_id).first()
        if run is None:
            raise Http404(_("There is no such run."))
        return run

    def _may(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request))


def _storable(run: FeedRun) -> bool:
    """An answer that broke off is only to be looked at, and one of a run under way is not there yet."""
    return run.raw_id is not None and run.whole and run.outcome != FeedRun.Outcome.RUNNING


def _page_of(run: FeedRun) -> HttpResponse:
    return redirect(reverse("admin:feeds_feedrun_change", args=[run.pk]))
