"""Pages know metrics and measures by their attributes: no page decides by the name of one."""

import ast
from collections.abc import Iterator
from pathlib import Path

from metrics.all import METRICS
from metrics.measures import MEASURES

HOUSE = Path(__file__).resolve().parents[2]
NAMES = METRICS.keys() | MEASURES.keys()


def decisions(source: str) -> Iterator[str]:
    """The comparisons of a name, or of a measure, with one that is written down."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = [getattr(side, "attr", getattr(side, "id", "")) in ("name", "measure") for side in sides]
            words = {
                part.value for side in sides for part in ast.walk(side) if isinstance(part, ast.Constant)
            }
            if any(named) and words & NAMES:
                yield ast.unparse(node)


def test_a_comparison_with_a_name_is_found():
    assert list(decisions('x = 1 if metric.name == "power" else name in ("slippage", "funding")')) == [
        "metric.name == 'power'",
        "name in ('slippage', 'funding')",
    ]
    assert not list(decisions('kind == "funding" and name == "other"'))


def test_no_page_decides_by_the_name_of_a_metric():
    found = {
        f"{path.relative_to(HOUSE)}: {text}"
        for path in (HOUSE / "pages").rglob("*.py")
        for text in decisions(path.read_text(encoding="utf-8"))
    }
    assert not found


def test_no_template_decides_by_the_name_of_a_metric():
    texts = {path: path.read_text(encoding="utf-8") for path in (HOUSE / "templates").rglob("*.html")}
    assert texts
    assert not [path for path, text in texts.items() if "metric.name ==" in text or "metric.name in" in text]
