"""Faults of what the answers say: records that cannot be meant, stand in disorder, or are more than was asked."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command

from feeds.formats import tle
from feeds.models import FeedRun, QuarantinedRecord
from launches.models import CatalogueEntry, ElementSet, Launch
from tests.bare_rows import bare
from tests.drill.site import COUNT, GP, LAUNCHES, SATCAT, TRACKED, Site, case, check, uuid
from tests.feeds.answers import COLUMNS, gp_csv, gp_row, launch
from tests.feeds.replay import Reply

ONE = "1 66303U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  999"
TWO = "2 66303  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 4457"


def sets(number: str = "66303", one: str = ONE, two: str = TWO) -> str:
    lines = [line.replace("66303", number) for line in (one, two)]
    return "".join(f"{line}{tle.checksum(line)}\n" for line in lines)


def imported(site: Site, text: str) -> tuple[str, str]:
    """What `import_elements` says of a file, and what it refuses."""
    out, err = StringIO(), StringIO()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sets.txt"
        file.write_text(text, encoding="utf-8")
        try:
            call_command("import_elements", str(file), stdout=out, stderr=err)
        except CommandError as fault:
            err.write(str(fault))
    site.seen.append("import: refused some" if err.getvalue() else "import: read")
    return out.getvalue(), err.getvalue()


def set_aside(site: Site, slug: str, count: int, *words: str) -> None:
    """The feed stores its good records and sets this many aside, each with a reason."""
    row = site.expect(slug, "stored")
    reasons = list(QuarantinedRecord.objects.filter(run=row).values_list("reason", flat=True))
    check(len(reasons) == row.quarantined == count, f"{row.quarantined} set aside, not {count}: {reasons}")
    for word in words:
        check(any(word in reason for reason in reasons), f"no reason names {word!r}: {reasons}")


@case("F04", "half of yesterday's records")
def shrunk(site: Site) -> str:
    for slug, say, records in ((LAUNCHES, site.say_launches, site.launches()), (GP, site.say_rows, site.rows()),
                               (SATCAT, site.say_catalogue, site.catalogue())):  # fmt: skip
        say(records[: COUNT // 2])
        row = site.expect(slug, "held", "the last good data stay", "--release")
        call_command("replay_feed", str(row.pk), "--release", stdout=StringIO())
        row.refresh_from_db()
        check(row.outcome == "stored", "a person could not release it")
    return "held; only a person releases it"


@case("F05", "a TLE with a wrong checksum")
def checksum(site: Site) -> str:
    good = sets("66304")
    bad = sets()
    said, refused = imported(site, bad[:68] + str((int(bad[68]) + 1) % 10) + bad[69:] + good)
    check(":1: refused: line 1 ends in checksum" in refused and "1 new" in said, said + refused)
    return "refused by line and reason, the rest is stored"


@case("F06", "line 2 of another satellite")
def another_line(site: Site) -> str:
    first, second = sets().splitlines(), sets("66304").splitlines()
    said, refused = imported(site, f"{first[0]}\n{second[1]}\n{sets('66304')}")
    check("line 1 is of 66303 and line 2 of 66304" in refused and "1 new" in said, said + refused)
    return "refused, the rest is stored"


@case("F07", "the same number twice: same epoch, another fit, another epoch")
def twice(site: Site) -> str:
    ends = []
    rows = site.rows()
    more = [
        rows[0],
        rows[0] | {"MEAN_ANOMALY": "1.0"},
        gp_row(datetime.now(UTC) - timedelta(hours=9), NORAD_CAT_ID="66303"),
    ]
    for part in (more, more[::-1]):
        bare(ElementSet).delete()
        site.later(3)
        site.say_rows([*part, *rows])
        site.expect(GP, "stored", "1 fit a stored epoch anew", kept=False)
        newest = ElementSet.objects.filter(pk__in=ElementSet.objects.newest_ids()).newest_first()
        ends.append([(row.norad_cat_id, row.epoch, row.mean_anomaly) for row in newest])
        check(ElementSet.objects.filter(norad_cat_id=66303).count() == 3, "a repeated row was stored twice")
    check(ends[0] == ends[1], "which is the newest depends on the order")
    check(
        ends[0][0][1] == datetime.fromisoformat(more[2]["EPOCH"]).replace(tzinfo=UTC), "not the newest epoch"
    )
    site.begin()
    return "one row a statement; the newest epoch wins in any order"


@case("F08", "NaN, Infinity, 1e999 and nothing where a number stands")
def no_number(site: Site) -> str:
    bad = ("NaN", "Infinity", "1e999", "")
    site.say_rows([*site.rows(), *(gp_row(NORAD_CAT_ID="66303", BSTAR=word) for word in bad)])
    set_aside(site, GP, 4, "BSTAR 'NaN'", "BSTAR '1e999'")
    _said, refused = imported(site, json.dumps([gp_row() | {"BSTAR": float("nan")}]))
    check("BSTAR 'NaN'" in refused, refused)

    def no_constant(word: str) -> None:
        raise ValueError(word)

    json.loads(site.page("/api/v1/element-sets/"), parse_constant=no_constant)
    return "set aside, never stored; the API stays valid JSON"


@case("F09", "years of two digits 57 and 56; epochs of 1957 and 2056")
def epoch_years(site: Site) -> str:
    old = [gp_row(NORAD_CAT_ID="66303", EPOCH=f"{year}-10-27T01:48:26.987904") for year in (1957, 2056)]
    site.say_rows([*site.rows(), *old])
    set_aside(site, GP, 2, "EPOCH 1957", "EPOCH 2056")
    said, refused = imported(
        site, sets(one=ONE.replace(" 26234.", " 57300.")) + sets(one=ONE.replace(" 26234.", " 56300."))
    )
    check(ElementSet.objects.filter(epoch__year=1957).exists() and "EPOCH 2056" in refused, said + refused)
    bare(ElementSet).filter(epoch__year=1957).delete()
    return "57 is 1957, 56 is 2056; out of the feed's window, set aside"


@case("F10", "an epoch older than the one stored")
def older(site: Site) -> str:
    newest = ElementSet.objects.of_object(66303).first()
    assert newest is not None
    rows = [
        row | {"EPOCH": f"{newest.epoch - timedelta(hours=5):%Y-%m-%dT%H:%M:%S.%f}"} for row in site.rows()
    ]
    site.say_rows(rows)
    site.expect(GP, "stored")
    check(ElementSet.objects.of_object(66303).first() == newest, "the older epoch became the newest")
    return "kept in the history; the newest stays"


@case("F11", "Alpha-5: A0001, Z9999, and I0001 which is none")
def alpha_5(site: Site) -> str:
    from tests.feeds.rows import spacecraft

    for number in (100_001, 339_999):
        spacecraft(f"Relay {number}", norad_cat_id=number, identity="catalogued")
    said, refused = imported(site, sets("A0001") + sets("Z9999") + sets("I0001"))
    check("'I0001' is no Alpha-5" in refused and "2 new" in said, said + refused)
    found = set(ElementSet.objects.filter(norad_cat_id__gt=99_999).values_list("norad_cat_id", flat=True))
    check({100_001, 339_999} <= found, f"stored: {found}")
    return "100001, 339999, refused"


@case("F12", "a catalogue number of nine digits")
def nine_digits(site: Site) -> str:
    from launches.models import Spacecraft

    number = TRACKED[2]
    site.serve()
    for slug in (GP, SATCAT):
        site.expect(slug, "stored")
    check(CatalogueEntry.objects.filter(norad_cat_id=number).exists(), "not in the catalogue")
    answer = json.loads(site.page(f"/api/v1/element-sets/?norad_cat_id={number}"))
    check(
        answer["count"] == 2 and answer["results"][0]["norad_cat_id"] == number,
        f"the API says {answer['count']}",
    )
    craft = Spacecraft.objects.get(norad_cat_id=number)
    check(str(number) in site.page(f"/spacecraft/{craft.slug}/").replace(",", ""), "not on its page")
    site.page("/api/v1/metrics/orbit_evidence/?format=csv")
    return "in the database, on its page, in API and CSV"


@case("F13", "eccentricity 1.2, inclination 200, mean motion 0")
def no_orbit(site: Site) -> str:
    bad = ({"ECCENTRICITY": "1.2"}, {"INCLINATION": "200"}, {"MEAN_MOTION": "0"})
    site.say_rows([*site.rows(), *(gp_row(NORAD_CAT_ID="66303", **one) for one in bad)])
    set_aside(site, GP, 3, "ECCENTRICITY '1.2'", "INCLINATION '200'", "MEAN_MOTION '0'")
    return "set aside with field and value"


@case("F20", "a date without zone, of 30 February, NET Q3 2027, year 9999")
def dates(site: Site) -> str:
    odd = [
        launch(id=uuid(101), net="2026-12-05T12:15:00", window_start=None, window_end=None),
        launch(id=uuid(102), net="2026-02-30T12:15:00Z"),
        launch(id=uuid(103), net="2027-09-30T00:00:00Z", precision=10, window_start=None, window_end=None),
        launch(id=uuid(104), net="9999-12-31T00:00:00Z"),
    ]
    site.say_launches([*site.launches(), *odd])
    set_aside(site, LAUNCHES, 2, "2026-02-30", "9999-12-31")
    check("1 gave dates without a time zone, read as UTC" in FeedRun.objects.all()[0].sentence, "not flagged")
    quarter = Launch.objects.get(ll2_id=uuid(103))
    check((quarter.net_first.month, quarter.net_last.month) == (7, 9), "the quarter is no quarter")
    check(Launch.objects.filter(ll2_id=uuid(101), net__hour=12).exists(), "not read as UTC")
    return "UTC assumed and said; refused; the days of the quarter; refused"


@case("F21", "a launch with null pad, mission, agency, rocket, precision")
def nulls(site: Site) -> str:
    bare = launch(id=uuid(101), pad=None, mission=None, launch_service_provider=None, rocket=None,
                  net_precision=None, window_start=None, window_end=None)  # fmt: skip
    site.say_launches([*site.launches(), bare])
    set_aside(site, LAUNCHES, 0)
    row = Launch.objects.get(ll2_id=uuid(101))
    check((row.pad, row.provider, row.vehicle) == ("", "", ""), "something was made up")
    site.page("/launches/")
    site.page(f"/facts/launches/{row.slug}/")
    return "stored without them; pages render"


@case("F22", "a field renamed, a new one, and one of another type")
def fields(site: Site) -> str:
    items = site.launches()
    site.say_launches(
        [{("no_earlier_than" if k == "net" else k): v for k, v in item.items()} for item in items]
    )
    site.expect(LAUNCHES, "refused", "net is missing")
    site.say(GP, Reply(gp_csv(site.rows()).replace(b"EPOCH", b"TIME", 1), content_type="text/csv"))
    site.expect(GP, "refused", "lacks the column EPOCH (new there: TIME)")
    site.later(3)
    site.say_launches(
        [item | {"mascot": "a cat"} for item in items[:-1]] + [items[-1] | {"name": {"en": "Relay"}}]
    )
    row = site.expect(LAUNCHES, "stored", "Fields new there and not read: mascot", "name is not text")
    check(row.quarantined == 1, "not set aside")
    body = gp_csv([row | {"MASCOT": "a cat"} for row in site.rows()], (*COLUMNS, "MASCOT"))
    site.say(GP, Reply(body, content_type="text/csv"))
    site.expect(GP, "stored", "Columns not read: MASCOT")
    return "each field is named in the run's sentence"


@case("F23", "names in Chinese, emoji, right-to-left override, NFD")
def unicode_names(site: Site) -> str:
    names = (
        "长征二号丁 | 三体计算星座",
        "Falcon 9 | Rocket 🚀 7",
        "Falcon 9 | \u202eevil\u202c 8",
        "Falcon 9 | Cafe\u0301 9",
    )
    odd = [
        launch(id=uuid(101 + n), name=name, window_start=None, window_end=None)
        for n, name in enumerate(names)
    ]
    site.say_launches([*site.launches(), *odd])
    set_aside(site, LAUNCHES, 0)
    found = set(
        Launch.objects.filter(ll2_id__in=[uuid(101 + n) for n in range(4)]).values_list("name", flat=True)
    )
    check(found == {names[0], names[1], "Falcon 9 | evil 8", "Falcon 9 | Café 9"}, f"stored: {found}")
    answer = json.loads(site.page("/api/v1/launches/?search=三体"))
    check(answer["count"] == 1, "not found by search")
    return "stored in NFC, no control signs, found by search"


@case("F24", "a name of 400 signs, and <script> in one")
def long_names(site: Site) -> str:
    odd = [
        launch(id=uuid(101), name="x" * 400),
        launch(id=uuid(102), name="Falcon 9 | <script>alert(1)</script>", window_start=None, window_end=None),
    ]
    site.say_launches([*site.launches(), *odd])
    set_aside(site, LAUNCHES, 1, "name has 400 signs")
    row = Launch.objects.get(ll2_id=uuid(102))
    for address in ("/launches/", f"/facts/launches/{row.slug}/"):
        check("<script>alert(1)" not in site.page(address), f"{address} shows the script")
    return "refused, never cut; escaped on every page"


@case("F31", "the source's clock 2 h behind, the worker's 90 min off")
def clocks(site: Site) -> str:
    site.serve()
    behind = [item | {"last_updated": (datetime.fromisoformat(item["last_updated"]) - timedelta(hours=2)).isoformat()}
              for item in site.launches()]  # fmt: skip
    site.say_launches(behind)
    for slug in (LAUNCHES, GP, SATCAT):
        site.expect(slug, "stored")
    for hours in (-1.5, 3.0):  # first ahead of us, then behind
        site.later(hours)
        feeds = json.loads(_health())["feeds"]
        ages = {slug: feeds[slug]["age_s"] for slug in (LAUNCHES, GP, SATCAT)}
        check(all(0 <= age <= 2 * 3600 for age in ages.values()), f"ages: {ages}")
        check(not [slug for slug in ages if feeds[slug]["stale"]], "called stale")
        site.page("/status/")
    return "ages never negative, nothing called stale"


def _health() -> str:
    from django.test import Client

    return Client(SERVER_NAME="localhost").get("/healthz/feeds").content.decode()
