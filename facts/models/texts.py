"""Lists of texts in one column, written so that the database can search in them."""

import json
from typing import Any

from django.db import models


class PlainJSON(json.JSONEncoder):
    """JSON that keeps Chinese as Chinese: escaped as `\\u56fd`, a search for 国 would not find it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False}))


def text_list(verbose_name: Any) -> models.JSONField:
    """A list of texts, such as other names or investors."""
    return models.JSONField(verbose_name, default=list, blank=True, encoder=PlainJSON)
