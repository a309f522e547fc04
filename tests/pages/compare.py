"""The measures of the page Compare, and what it draws of them."""

import json

from metrics.all import METRICS

OVER_TIME = [name for name, metric in METRICS.items() if metric.over_time]


def figure(seen, name: str) -> dict:
    return json.loads(seen.tree.with_id(name.replace("_", "-")).raw())


def empty(seen) -> str:
    """The sentence in place of the picture."""
    assert not list(seen.main.all("div", "plot"))
    return seen.main.one("div", "empty").text
