"""What can be changed in a module: each change as a mutant, in the order of the text."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
# They say how a class is made or how strictly two lists are read beside each other, which no answer shows.
KEYWORDS_LEFT_OUT = {"frozen", "slots", "strict", "compare", "repr", "kw_only", "init", "editable"}


@dataclass(frozen=True)
class Mutant:
    """One change: `old` in a line of a file becomes `new`; `start` and `end` are its bytes in the file."""

    path: str
    number: int
    line: str
    old: str
    new: str
    start: int
    end: int
    nth: int = 1  # among those that read the same

    def __str__(self) -> str:
        """What it is known by in survivors.txt: a line may move, but not change."""
        which = f" #{self.nth}" if self.nth > 1 else ""
        return f"{self.path}: {self.line} [{self.old} => {self.new}]{which}"

    def put_into(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """Every mutant of a module."""
    source = (root / path).read_bytes()
    lines = source.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    found = []
    for node, new in changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        line = lines[node.lineno - 1].decode().strip()
        old = source[start:end].decode()
        found.append(Mutant(path, node.lineno, line, " ".join(old.split()), new, start, end))
    seen = Counter[str]()
    numbered = []
    for mutant in sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.new)):
        seen[str(mutant)] += 1
        numbered.append(replace(mutant, nth=seen[str(mutant)]))
    return numbered


def changes(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Each expression below a node that can be changed, and what it is changed into.

    Types, decorators and texts stay as they are; of an f-string Python 3.11 does not tell where its parts stand.
    """
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if isinstance(child, ast.keyword) and child.arg in KEYWORDS_LEFT_OUT:
                continue
            if isinstance(child, ast.expr) and (change := CHANGES.get(type(child))):
                yield from ((child, new) for new in change(child))
            yield from changes(child)


# --- Kinds of changes -----------------------------------------------------------------------------
def of_comparison(node: ast.Compare) -> Iterator[str]:
    if len(node.ops) == 1:
        for table in (BOUNDARY, OPPOSITE):
            if other := table.get(type(node.ops[0])):
                yield ast.unparse(ast.Compare(node.left, [other()], node.comparators))


def of_junction(node: ast.BoolOp) -> Iterator[str]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield f"({ast.unparse(ast.BoolOp(other, node.values))})"


def of_constant(node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, bool):
        yield str(not node.value)
    elif isinstance(node.value, int):
        yield str(node.value + 1)
        if node.value > 0:
            yield str(node.value - 1)


def of_sum(node: ast.BinOp) -> Iterator[str]:
    """Plus for minus, where the right side shows that numbers or days are meant."""
    if not isinstance(node.op, ast.Add | ast.Sub):
        return
    number = isinstance(node.right, ast.Constant) and isinstance(node.right.value, int | float)
    span = isinstance(node.right, ast.Call) and getattr(node.right.func, "id", "") == "timedelta"
    if number or span:
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield f"({ast.unparse(ast.BinOp(node.left, other, node.right))})"


def of_sign(node: ast.UnaryOp) -> Iterator[str]:
    """Without its `not`, or without the minus that sorts the largest first."""
    constant = isinstance(node.operand, ast.Constant)
    if isinstance(node.op, ast.Not) or (isinstance(node.op, ast.USub) and not constant):
        yield f"({ast.unparse(node.operand)})"


def of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if other := OTHER_CALL.get(name):
        yield ast.unparse(ast.Call(ast.Name(other), node.args, node.keywords))
    sorts = name == "sorted" or (isinstance(node.func, ast.Attribute) and node.func.attr == "sort")
    if sorts and not any(keyword.arg == "reverse" for keyword in node.keywords):
        turned = ast.keyword("reverse", ast.Constant(True))
        yield ast.unparse(ast.Call(node.func, node.args, [*node.keywords, turned]))


def of_place(node: ast.Subscript) -> Iterator[str]:
    """The last for the first, and the other way round."""
    place = ast.unparse(node.slice)
    if place in ("0", "-1"):
        yield f"{ast.unparse(node.value)}[{'-1' if place == '0' else '0'}]"


CHANGES: dict[type[ast.expr], Callable[..., Iterator[str]]] = {
    ast.Compare: of_comparison,
    ast.BoolOp: of_junction,
    ast.Constant: of_constant,
    ast.BinOp: of_sum,
    ast.UnaryOp: of_sign,
    ast.Call: of_call,
    ast.Subscript: of_place,
}
