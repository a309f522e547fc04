"""Readers' pages, computed anew, kept, and not modified."""

from functools import partial
from typing import Any

from tests.bench.clock import NOTHING
from tests.bench.site import Bench


def pages(bench: Bench) -> dict[str, Any]:
    from django.core.cache import cache

    from tests.pages.addresses import PAGES

    print(f"\n{'page':<15}{'anew':>8}{'(busy)':>8}{'queries':>9}{'kept':>8}{'304':>8}{'bytes':>9}")
    worst = {"anew": NOTHING, "kept": NOTHING, "unchanged": NOTHING}
    most = 0
    for name, address in PAGES.items():
        count = bench.queries(address)
        anew = bench.median(partial(bench.ask, address), before=cache.clear)
        kept = bench.median(partial(bench.ask, address))
        answer = bench.ask(address)
        tag = {"HTTP_IF_NONE_MATCH": answer.headers["ETag"]}
        unchanged = bench.median(partial(bench.ask, address, 304, **tag))
        print(f"{name:<15}{anew.clock:>8.1f}{anew.busy:>8.1f}{count:>9}{kept.clock:>8.2f}"
              f"{unchanged.clock:>8.2f}{len(answer.content):>9,}", flush=True)  # fmt: skip
        for key, value in (("anew", anew), ("kept", kept), ("unchanged", unchanged)):
            worst[key] = max(worst[key], value)
        most = max(most, count)
    return worst | {"queries": most}
