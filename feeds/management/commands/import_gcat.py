"""`manage.py import_gcat FILE`: national launch totals against the launch log of GCAT."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from feeds.formats.text_file import load
from feeds.http.client import MAX_BYTES
from feeds.http.results import FeedError
from feeds.sources.gcat import CREDIT, read
from launches.counting import TotalRow, compare_totals
from launches.models import FIRST_YEAR

SHOWN = 50
HEAD = (
    "country",
    "year",
    "GCAT",
    "marginal",
    "total here",
    "difference",
    "failures",
    "partial",
    "here",
    "launches held",
)


class Command(BaseCommand):
    help = (
        "Reads GCAT's launchlog.tsv and checks the national launch totals of the ledger, and the flown launches "
        "held here, against it: a table, the launches that only one side has, and of those of both sides the "
        "vehicle, provider, site, outcome and designator that differ. It writes nothing. "
        "Each line that is refused is named with the reason; the command then ends with code 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--from", dest="first_year", type=int, default=FIRST_YEAR, help="the first year to look at"
        )
        parser.add_argument(
            "--names",
            type=int,
            default=20,
            help="how many launches, and how many differences, to name a year and side",
        )

    def handle(self, *args: Any, file: Path, first_year: int, names: int, **options: Any) -> None:
        try:
            parsed = read(load(file, MAX_BYTES, "It is no launch log."))
        except FeedError as fault:
            raise CommandError(f"{file}: {fault.sentence}") from fault
        for line in parsed.quarantined[:SHOWN]:
            self.stderr.write(f"{file}:{line.position}: refused: {line.reason}")
        if len(parsed.quarantined) > SHOWN:
            self.stderr.write(f"{file}: {len(parsed.quarantined) - SHOWN:,} more refused.")
        rows = compare_totals(parsed.records, first_year=first_year, today=timezone.now().date())
        self.stdout.write(f"{file}: {len(parsed.records):,} orbital attempts. {CREDIT}.")
        self._table([HEAD, *map(cells, rows)])
        for row in rows:
            self._names(row, max(0, names))
        self._verdict(rows)
        if parsed.quarantined:
            raise CommandError(_refused(len(parsed.quarantined)))

    def _table(self, lines: list[tuple[str, ...]]) -> None:
        widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
        for line in lines:
            text = "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write(text.rstrip())

    def _names(self, row: TotalRow, most: int) -> None:
        theirs = [
            f"{launch.tag} {launch.first} {launch.vehicle} | {launch.name}" for launch in row.only_logged
        ]
        own = [f"{launch.designator or '-'} {launch.net_first} {launch.name}" for launch in row.only_held]
        off = [
            f"{one.pair.logged.tag} {one.pair.held.name}: {one.field} {one.theirs} in GCAT, {one.ours} here"
            for one in row.differences
        ]
        for side, lines in (("only in GCAT", theirs), ("only here", own), ("differs", off)):
            for line in lines[:most]:
                self.stdout.write(f"{row.country} {row.year}, {side}: {line}")
            if len(lines) > most:
                self.stdout.write(f"{row.country} {row.year}, {side}: {len(lines) - most} more")

    def _verdict(self, rows: list[TotalRow]) -> None:
        if codes := sorted({code for row in rows for code in row.unknown_codes}):
            self.stdout.write(f"Not compared, as no name is known for it: {', '.join(codes)}.")
        checked = [row for row in rows if row.difference is not None and row.judged]
        off = [row for row in checked if row.difference or row.failures_difference]
        if not checked:
            self.stdout.write("No total of the ledger is of a finished year in this file.")
        elif off:
            places = ", ".join(map(how_it_differs, off))
            self.stdout.write(f"{len(off)} of {len(checked)} totals differ: {places}. Nothing was changed.")
        else:
            self.stdout.write(f"All {len(checked)} totals agree.")


def how_it_differs(row: TotalRow) -> str:
    """By what a total differs: in attempts, in failures, and by the marginal launches that it leaves out."""
    said = [f"{row.difference:+d}"] if row.difference else []
    if row.leaves_out_marginal:
        count = row.logged.marginal
        tags = ", ".join(launch.tag for launch in row.marginal)
        said[0] += f", which {'is the marginal launch' if count == 1 else 'are the marginal launches'} {tags}"
    if row.failures_difference:
        said.append(f"failures {row.failures_difference:+d}")
    return f"{row.country} {row.year} ({'; '.join(said)})"


def cells(row: TotalRow) -> tuple[str, ...]:
    """A row of the table; `-` where the ledger says nothing, `*` at a year that is not judged."""
    return (
        row.country,
        f"{row.year}{'' if row.judged else '*'}",
        str(row.logged.attempts),
        str(row.logged.marginal),
        _or_dash(row.total),
        "-" if row.difference is None else f"{row.difference:+d}" if row.difference else "0",
        str(row.logged.failures),
        str(row.logged.partial),
        _or_dash(row.total_failures),
        _or_dash(row.held),
    )


def _or_dash(number: int | None) -> str:
    return "-" if number is None else str(number)


def _refused(count: int) -> str:
    return f"{count:,} {'line was' if count == 1 else 'lines were'} refused."
