"""What every address of the API shares: open to all, read-only, one shape of list, detail and error."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, cast

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.answers import Answer
from api.caching import unless_known
from api.errors import NotThere, Refusal
from api.fields import Reader, Sources, Told, name_them, told_source
from api.former_slugs import follow
from api.paging import Pages
from api.parameters import (
    AS_OF_SAYS,
    RECORDED_SAYS,
    Parameters,
    Rows,
    asked,
    read,
    refuse_the_unknown,
    shared,
)
from common.dates import AsOf
from common.parameters import Wrong, read_slug, shown
from facts.as_it_stood import as_it_stood
from facts.citations import citations
from facts.models import LedgerVersion, NotRecorded
from facts.one_state import one_state
from facts.past import Past
from metrics.snapshot import kept

AS_OF = OpenApiParameter("as_of", {"type": "string", "format": "date"}, description=AS_OF_SAYS)
RECORDED = OpenApiParameter("recorded", {"type": "string", "format": "date-time"}, description=RECORDED_SAYS)
CLOCKS = ("as_of", "recorded")


class Negotiation(DefaultContentNegotiation):
    """`?format=` names a form that the address has, or is refused; the Accept header then has no say."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        named = request.query_params.get("format")
        if not named:
            return super().select_renderer(request, renderers, format_suffix)
        [renderer, *_others] = self.filter_renderers(renderers, named)
        return renderer, renderer.media_type

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            known = ", ".join(renderer.format for renderer in renderers)
            raise Refusal(
                f"{shown(format)} is no form of this answer.", field="format", mend=f"Write one of: {known}."
            )
        return found


class Public(APIView):
    """Open to every site (CORS), and errors are JSON whatever form was asked for."""

    content_negotiation_class = Negotiation

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(response, "exception", False):
            response.accepted_renderer = JSONRenderer()
            response.accepted_media_type = "application/json"
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Content-Type"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response

    def options(self, request: HttpRequest | Request, *args: Any, **kwargs: Any) -> Response:
        """What a browser asks before a request from another site."""
        return Response(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})


class PublicView(Public):
    """An address that is no list."""


class NounSerializer(serializers.ModelSerializer):
    """Rows as plain dictionaries.

    The fields are worked out once for the class, not for each answer: each becomes a function of
    the row. That, and sources gathered in one query, is what makes long lists quick.
    """

    def to_representation(self, row: Any) -> dict:
        answer = self.context["answer"]
        return {name: read_field(row, answer) for name, read_field in self.readers()}

    @classmethod
    @cache
    def told(cls) -> list[Told]:
        return [field for field in cls().fields.values() if isinstance(field, Told)]

    @classmethod
    @cache
    def readers(cls) -> list[tuple[str, Reader]]:
        return [(name, _reader(field)) for name, field in cls().fields.items()]


def instant(moment: datetime) -> str:
    """A moment in UTC as ISO 8601."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _reader(field: serializers.Field) -> Reader:
    if isinstance(field, Told):
        return field.reader()
    if isinstance(field, serializers.BaseSerializer):
        raise TypeError(
            f"{field.field_name}: nested serializers are for the schema alone; write a Told field"
        )
    assert field.source is not None
    value = attrgetter(field.source)
    if isinstance(field, (serializers.DateField, serializers.UUIDField)):
        return lambda row, answer: None if (found := value(row)) is None else str(found)
    if isinstance(field, serializers.DateTimeField):
        return lambda row, answer: None if (found := value(row)) is None else instant(found)
    return lambda row, answer: value(row)


class FactSerializer(NounSerializer):
    """What every fact says beside its own fields. A noun's fields stand between OPENING and CLOSING."""

    sources = Sources()

    OPENING = ("slug", "url")
    CLOSING = ("confidence", "known_on", "found_on", "found_reason", "recorded_at", "note", "sources")


def look_from(given: Any, version: LedgerVersion | None = None) -> tuple[AsOf | None, Past | None]:
    """A reader's day with both clocks, as on the pages, and what was changed since its moment."""
    day, moment = (read(key, given, shared(key)) for key in CLOCKS)
    if not (day or moment):
        return None, None
    version = version or LedgerVersion.now()
    try:
        as_of = version.seen_from(day, moment)
    except NotRecorded as wrong:
        raise Refusal(f"recorded: {wrong.sentence}", field="recorded", mend=wrong.mend) from None
    return as_of, kept(version.number, as_of.recorded).past if as_of and as_of.recorded else None


class _Dated(Protocol):
    """The rows of a noun, each with its place in time."""

    def known_by(self, as_of: AsOf | None) -> Rows: ...


@extend_schema_view(retrieve=extend_schema(parameters=[AS_OF, RECORDED]))
class NounViewSet(Public, GenericViewSet):
    """List and detail of one noun.

    `queryset` needs `known_by`; `kind` is the ledger's name of a noun that cites sources. `noun` is
    the word for one of its records in sentences, `says` the sentence of the root index.
    """

    lookup_field = "slug"
    lookup_value_regex = "[^/]+"
    filter_backends = [DjangoFilterBackend]
    pagination_class = Pages
    serializer_class: type[NounSerializer]
    filterset_class = Parameters
    kind = ""
    noun = "record"
    says = ""
    preference: tuple = ()  # the order in which one of several records with the same key is chosen
    detail_serializer_class: type[NounSerializer] | None = None

    def get_serializer_class(self) -> type[NounSerializer]:
        return (self.action == "retrieve" and self.detail_serializer_class) or self.serializer_class

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with one_state():
            return unless_known(request, self.version(), lambda: self._list(request))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = next(iter(kwargs.values()))
        with one_state():
            return unless_known(request, self.version(), lambda: self._retrieve(request, key))

    # --- What a noun may say for itself -----------------------------------------------------------
    def version(self) -> object:
        """What moves whenever an answer may change; one query."""
        return LedgerVersion.current()

    def rows(self, as_of: AsOf | None) -> Rows:
        """Everything that the public could know by then."""
        return cast(_Dated, self.get_queryset()).known_by(as_of)

    def match(self, key: str) -> Q | None:
        """The condition that finds one record; None for a key that no record can have."""
        try:
            return Q(slug=read_slug(key))
        except Wrong:
            return None

    def prepare(self, rows: Sequence[Any], answer: Answer, ask: Parameters | None) -> None:
        """Reads what the rows of a page need beside their own columns, for all of them at once."""

    # --- How it is answered -----------------------------------------------------------------------
    def _list(self, request: Request) -> Response:
        given, also = request.query_params, ("page", "page_size", "format")
        refuse_the_unknown(given, [*self.filterset_class.base_filters, *also])
        as_of, past = look_from(given)
        with as_it_stood(past):
            ask = asked(self.filterset_class, given, self.get_queryset().none(), also)
            ask.clocks, ask.queryset = as_of, self.rows(as_of)
            page = self.paginator
            assert isinstance(page, Pages)
            found = page.paginate_queryset(ask.qs, request, self)
            return Response(page.told(self._tell(found, as_of, ask)))

    def _retrieve(self, request: Request, key: str) -> Response:
        refuse_the_unknown(request.query_params, (*CLOCKS, "format"))
        as_of, past = look_from(request.query_params)
        with as_it_stood(past):
            row = self._find(key, as_of)
            [told] = self._tell([row], as_of, None)
            return Response(told)

    def _find(self, key: str, as_of: AsOf | None) -> Any:
        condition = self.match(key)
        if condition is not None:
            if row := self.rows(as_of).filter(condition).order_by(*self.preference).first():
                return row
            follow(self.request, self.rows(as_of), key, self.noun)
            if as_of and (row := self.rows(None).filter(condition).first()):
                since = getattr(row, "known_on", None)
                learned = f" It became known on {since}." if since else ""
                raise NotThere(
                    f"The {self.noun} {shown(key)} was not known to the public by {as_of.day}.{learned}",
                    field="as_of",
                    mend="Ask for a later day, or leave as_of out.",
                )
        raise NotThere(
            f"There is no {self.noun} {shown(key)}.",
            mend="The list at the address above this one has them all.",
        )

    def _tell(self, rows: Sequence[Any], as_of: AsOf | None, ask: Parameters | None) -> Iterable[dict]:
        serializer = self.get_serializer_class()
        answer = Answer(
            site=f"{self.request.scheme}://{self.request.get_host()}",
            day=as_of.day if as_of else timezone.now().date(),
            as_of=as_of,
        )
        if self.kind and rows:
            found = citations({self.kind: [row.pk for row in rows]})
            told: dict[str, dict] = {}
            answer.cited = {
                key: [told.setdefault(source.slug, told_source(source)) for source in sources]
                for (_, key), sources in found.items()
            }
        if rows:
            name_them(serializer.told(), rows, answer)
            self.prepare(rows, answer, ask)
        return serializer(rows, many=True, context={"answer": answer}).data


class NumberedViewSet(NounViewSet):
    """A noun without slugs: its records go by number."""

    lookup_field = "pk"

    def match(self, key: str) -> Q | None:
        return Q(pk=int(key)) if key.isascii() and key.isdigit() and len(key) <= 18 else None
