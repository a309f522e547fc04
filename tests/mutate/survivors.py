"""The mutants that may survive, each with its reason: `survivors.txt`.

A line names a mutant as the run prints it, the indented lines under it say why no test can notice it.
"""

from pathlib import Path

FILE = Path(__file__).with_name("survivors.txt")


class BadList(ValueError):
    """The list cannot be read as one."""


def accepted(text: str) -> dict[str, str]:
    """The reason of each mutant that may survive. Raises BadList."""
    found: dict[str, str] = {}
    named = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            named = line.strip()
            if named in found:
                raise BadList(f"survivors.txt, line {number}: it is named twice")
            found[named] = ""
        elif named:
            found[named] = f"{found[named]} {line.strip()}".strip()
        else:
            raise BadList(f"survivors.txt, line {number}: a reason without a mutant before it")
    if without := [named for named, reason in found.items() if not reason]:
        raise BadList(f"survivors.txt: no reason is given for {without[0]}")
    return found
