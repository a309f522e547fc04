"""How the API describes itself: what every address can answer, in the nouns' own words."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from api.errors import ErrorSerializer

WRONG = OpenApiResponse(ErrorSerializer, "The question is wrong: the sentence says what, and how to mend it.")
NOTHING = OpenApiResponse(ErrorSerializer, "There is no such record or page.")
UNCHANGED = OpenApiResponse(None, "Unchanged since the ETag given in If-None-Match.")
MOVED = OpenApiResponse(
    ErrorSerializer, "The record goes by another slug: the Location header has its address."
)
ERRORS = {304: UNCHANGED, 400: WRONG, 404: NOTHING}
# What databases can store in a column, whatever it holds.
LARGEST_OF_COLUMNS = {2**15 - 1, 2**31 - 1, 2**63 - 1}


class Schema(AutoSchema):
    """Adds what every address can answer, and takes tags and summaries from the nouns' own words."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "start"]

    def get_summary(self) -> str | None:
        view: Any = self.view  # of a noun, or another
        if not getattr(view, "noun", None):
            return super().get_summary()
        return f"One {view.noun}" if view.action == "retrieve" else view.says

    def get_response_serializers(self) -> Any:
        found = super().get_response_serializers()
        answers = found if isinstance(found, dict) else {200: found}
        is_record = getattr(self.view, "action", "") == "retrieve"
        has_slug = is_record and getattr(self.view, "lookup_field", "") == "slug"
        return {**answers, **ERRORS, **({301: MOVED} if has_slug else {})}

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        """Says nothing of how large a number a column could hold: each database has bounds of its own."""
        super()._insert_field_validators(field, schema)
        if schema.get("maximum") in LARGEST_OF_COLUMNS:
            for key in ("maximum", "format"):
                schema.pop(key, None)
