"""`make mutate`: a sample of mutants, and which of them no test notices (ARGS="--count 9 metrics/clock.py")."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import Queue
from random import Random

from tests.mutate.cover import modules
from tests.mutate.mutants import Mutant, mutants_of
from tests.mutate.survivors import FILE, accepted
from tests.mutate.trial import Trials, copy_of

ROOT = Path(__file__).resolve().parents[2]


def read_arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("paths", nargs="*", help="folders or modules (all)")
    parser.add_argument("--count", type=int, default=40, help="how many mutants (40)")
    parser.add_argument("--seed", type=int, default=0, help="another seed is another sample (0)")
    parser.add_argument("--processes", type=int, default=1, choices=(1, 2))
    parser.add_argument(
        "--seconds", type=float, default=900, help="the limit for tests without a mutant (900)"
    )
    return parser.parse_args(given)


def sample(root: Path, paths: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """As many mutants as asked for; the same ones for the same seed and code."""
    chosen = [m for m in modules(root) if not paths or any(m.startswith(path.rstrip("/")) for path in paths)]
    every = [mutant for module in chosen for mutant in mutants_of(root, module)]
    if not every:
        raise SystemExit(
            f"{' '.join(paths)}: there is nothing to mutate. Name a module or a folder of modules."
        )
    return Random(seed).sample(every, min(count, len(every)))


def tried(drawn: Sequence[Mutant], processes: int, seconds: float) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether it survived; as many at a time as there are processes, each in a copy of its own."""
    with ExitStack() as stack:
        waiting: Queue[Trials] = Queue()
        for _ in range(processes):
            waiting.put(Trials(stack.enter_context(copy_of(ROOT)), seconds))

        def one(mutant: Mutant) -> tuple[Mutant, bool]:
            trials = waiting.get()
            try:
                return mutant, trials.survives(mutant)
            finally:
                waiting.put(trials)

        pool = stack.enter_context(ThreadPoolExecutor(processes))
        yield from pool.map(one, drawn)


def main() -> int:
    options = read_arguments(sys.argv[1:])
    reasons = accepted(FILE.read_text(encoding="utf-8"))
    drawn = sample(ROOT, options.paths, options.count, options.seed)
    print(f"{len(drawn)} mutants (seed {options.seed})", flush=True)
    started, unexplained, explained = time.monotonic(), 0, 0
    for mutant, survived in tried(drawn, options.processes, options.seconds):
        if not survived:
            print(".", end="", flush=True)
            continue
        reason = reasons.get(str(mutant))
        explained, unexplained = explained + bool(reason), unexplained + (not reason)
        print(
            f"\nsurvived, {mutant.path}:{mutant.number}\n{mutant}\n    {reason or 'NO REASON IS GIVEN'}",
            flush=True,
        )
    print(f"\n{len(drawn)} mutants in {time.monotonic() - started:.0f} s: "
          f"{len(drawn) - explained - unexplained} noticed, {explained} survived for a reason, "
          f"{unexplained} without one")  # fmt: skip
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
