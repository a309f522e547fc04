"""Pages of a list: `page` and `page_size`, and the addresses of the pages beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.errors import NotThere
from api.parameters import read
from common.parameters import whole

PAGE_SIZE = 50
LARGEST_PAGE = 500
LAST_PAGE = 10_000_000


class Pages(PageNumberPagination):
    """Strict where its parent is forgiving: a size or a page that makes no sense is refused."""

    page_size = PAGE_SIZE
    max_page_size = LARGEST_PAGE
    page_size_query_param = "page_size"
    page_size_query_description = f"Rows on a page, 1 to {LARGEST_PAGE}; {PAGE_SIZE} where it is not given."
    page_query_description = "Number of the page, from 1."
    last_page_strings = ()

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any]:
        assert isinstance(queryset, QuerySet)
        given = request.query_params
        self.request = request
        size = read("page_size", given, whole(1, LARGEST_PAGE)) or PAGE_SIZE
        self.number = read("page", given, whole(1, LAST_PAGE)) or 1
        self.total = queryset.count()
        self.pages = max(1, -(-self.total // size))
        if self.number > self.pages:
            raise NotThere(
                f"There is no page {self.number}: the list has {self.total} rows on {self.pages} pages.",
                field="page",
                mend=f"Ask for a page from 1 to {self.pages}.",
            )
        start = (self.number - 1) * size
        return list(queryset[start : start + size]) if self.total else []

    def get_next_link(self) -> str | None:
        return self._link(self.number + 1) if self.number < self.pages else None

    def get_previous_link(self) -> str | None:
        return self._link(self.number - 1) if self.number > 1 else None

    def _link(self, number: int) -> str:
        assert self.request is not None
        url = self.request.build_absolute_uri()
        if number == 1:
            return remove_query_param(url, self.page_query_param)
        return replace_query_param(url, self.page_query_param, number)

    def told(self, rows: Iterable[dict]) -> dict:
        """The body of the answer."""
        return {
            "count": self.total,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "results": rows,
        }
