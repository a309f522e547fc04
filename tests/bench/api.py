"""Lists of the API."""

from functools import partial
from typing import Any

from tests.bench.clock import NOTHING
from tests.bench.site import Bench


def lists(bench: Bench) -> dict[str, Any]:
    from django.core.cache import cache

    from api.root import VIEWS

    print(f"\n{'API list of 100':<20}{'rows':>6}{'anew':>8}{'(busy)':>8}{'queries, 10 and 100 rows':>27}")
    worst, uneven = NOTHING, 0
    for name in VIEWS:
        address = f"/api/v1/{name}/?page_size="
        ten, hundred = bench.queries(address + "10"), bench.queries(address + "100")
        anew = bench.median(partial(bench.ask, address + "100"), before=cache.clear)
        rows = len(bench.client.get(address + "100").json()["results"])
        print(
            f"{name:<20}{rows:>6}{anew.clock:>8.1f}{anew.busy:>8.1f}{f'{ten} and {hundred}':>27}", flush=True
        )
        worst = max(worst, anew)
        uneven += ten != hundred
    return {"anew": worst, "uneven": uneven}
