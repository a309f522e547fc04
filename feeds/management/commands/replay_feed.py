"""`manage.py replay_feed RUN`: looks at the kept answer of a run, or stores it: again, or for the first time."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feeds.models import FeedRun
from feeds.registry import FEEDS
from feeds.runs.difference import Difference, Some, bodies_of, difference
from feeds.runs.runner import CannotReplay, replay


class Command(BaseCommand):
    help = (
        "Reads the kept answer of a run again and stores it, without asking the feed: after a parser was "
        "mended, or with --release where the answer was held because it had shrunk. With --show or --save "
        "nothing is stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run")
        parser.add_argument(
            "--release", action="store_true", help="a person looked: store the answer although it shrank"
        )
        parser.add_argument(
            "--show", action="store_true", help="what is different from the last success; stores nothing"
        )
        parser.add_argument(
            "--save", type=Path, metavar="FOLDER", help="write the answer there as it came; stores nothing"
        )

    def handle(
        self, *args: Any, run: int, release: bool, show: bool, save: Path | None, **options: Any
    ) -> None:
        known = FeedRun.objects.filter(pk=run).first()
        if known is None or known.feed not in FEEDS:
            raise CommandError(f"There is no run {run} of a feed. /status/ and the admin list the latest.")
        if release and (show or save):
            raise CommandError("--release stores the answer, --show and --save only look at it: choose one.")
        if show or save:
            self._look(known, show, save)
            return
        try:
            row = replay(FEEDS[known.feed], known, release=release)
        except CannotReplay as reason:
            raise CommandError(str(reason)) from reason
        said = f"{known.feed}: {row.get_outcome_display()}. {row.sentence}"
        if row.outcome not in {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}:
            raise CommandError(said)
        self.stdout.write(said)

    def _look(self, known: FeedRun, show: bool, save: Path | None) -> None:
        bodies = bodies_of(known)
        if not bodies:
            raise CommandError(
                f"The answer of run {known.pk} is not kept: only the newest few of a feed are."
            )
        if save:
            for path in _write(known, bodies, save):
                self.stdout.write(str(path))
        if show:
            self.stdout.write(
                f"{known.feed}, run {known.pk}: {known.get_outcome_display()}. {known.sentence}"
            )
            for line in lines_of(difference(FEEDS[known.feed], known), whole=FEEDS[known.feed].whole):
                self.stdout.write(line)


def lines_of(told: Difference, *, whole: bool) -> list[str]:
    """The comparison in words. Of a list read in pieces (not `whole`) nothing is gone: it names what is new."""
    lines = [f"Now: {told.now:,} records, {told.set_aside:,} set aside."]
    if told.fault:
        lines.append(f"Today's parser reads nothing of this answer: {told.fault}")
    lines += [f"  {count:,} x {reason}" for reason, count in told.reasons]
    if told.further_set_aside:
        lines.append(f"  and {told.further_set_aside:,} more")
    if told.against_at is None:
        return [*lines, "Nothing to compare with: of no success before it is the answer still kept."]
    same = " The same, byte for byte." if told.same_bytes else ""
    lines.append(
        f"Run {told.against} of {told.against_at:%Y-%m-%d %H:%M} UTC: {told.before:,} records.{same}"
    )
    if told.fault_before:
        lines.append(f"Today's parser reads nothing of that answer: {told.fault_before}")
    if told.gone is None or told.new is None:
        return lines
    gone = "Gone" if whole else "Only in that answer, which is no loss in a feed read in pieces"
    return [*lines, *_named(gone, told.gone), *_named("New", told.new)]


def _named(title: str, some: Some) -> list[str]:
    more = [f"  and {some.more:,} more"] if some.more else []
    return [f"{title}: {some.count:,}", *(f"  {name}" for name in some.first), *more]


def _write(known: FeedRun, bodies: list[bytes], folder: Path) -> list[Path]:
    """Each body as a file of its own; a file that is there is not written over."""
    paths = [folder / f"{known.feed}-run-{known.pk}-{number}.txt" for number in range(1, len(bodies) + 1)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, body in zip(paths, bodies, strict=True):
            with path.open("xb") as file:
                file.write(body)
    except FileExistsError as fault:
        raise CommandError(f"{fault.filename} is there already: name another folder.") from fault
    except OSError as fault:
        raise CommandError(f"{folder} cannot be written to: {fault.strerror}.") from fault
    return paths
