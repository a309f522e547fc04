"""What `manage.py check --deploy` says of the feeds."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register(deploy=True)
def contact(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Hosts that are asked should be able to reach those who ask."""
    if not settings.FEEDS_ENABLED or settings.CONTACT:
        return []
    return [
        Warning(
            "Feeds are asked without an address: their hosts cannot reach those who run the site.",
            hint="Set CONTACT to a web or mail address, or FEEDS_ENABLED=no.",
            id="feeds.W001",
        )
    ]
