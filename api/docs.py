"""The API's own description: as OpenAPI, and as a page for people."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import Public
from api.caching import unless_known
from api.parameters import refuse_the_unknown


@cache
def document() -> dict:
    """The whole document. It depends on the code alone, so it is made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(Public, SpectacularAPIView):
    """This API as OpenAPI 3: YAML, or JSON by `?format=json` or the Accept header."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_the_unknown(request.query_params, ("format",))
        return unless_known(request, "schema", lambda: Response(document()))


class DocsView(SpectacularSwaggerSplitView):
    """The API for people. Its script is asked for apart (`?script=`), since no inline script may run."""

    template_name = "api/docs.html"
