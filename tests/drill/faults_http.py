"""Faults of the way to the feeds: what comes is no answer, half of one, too much of one, or none."""

import resource
import zlib
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from feeds.models import Asking, FeedRun, Host
from tests.bare_rows import bare
from tests.drill.site import COUNT, GP, LAUNCHES, SATCAT, Site, case, check, uuid
from tests.feeds.answers import GP_PATH, LAUNCHES_PATH, gp_csv, page
from tests.feeds.replay import Reply

HTML = Reply(b"<!doctype html><title>Sign in</title>", content_type="text/html")
CSV = "text/csv"


@case("F01", "JSON and CSV cut in the middle")
def cut(site: Site) -> str:
    site.say(LAUNCHES, Reply(page(site.launches())[:-700]))
    site.expect(LAUNCHES, "refused", "not whole JSON")
    site.say(GP, Reply(gp_csv(site.rows())[:-20], content_type=CSV, headers={"ETag": '"cut"'}))
    site.expect(GP, "refused", "breaks off inside its last line")
    check(
        not Asking.objects.filter(kept=True, etag='"cut"').exists(), "the ETag of a refused answer was kept"
    )
    return "refused, old data stay, its ETag is not kept"


@case("F02", "a web page with 200")
def web_page(site: Site) -> str:
    for slug in (LAUNCHES, GP, SATCAT):
        site.say(slug, HTML)
        site.expect(slug, "refused", "a web page instead of data")
    check(len(site.server.requests) == 3, "more was asked after the web page")
    return "refused by its kind, nothing else asked"


@case("F03", "an empty body, [] and a header without rows")
def empty(site: Site) -> str:
    for body in (b"", b"  \r\n", b"[]", page([])):
        site.say(LAUNCHES, Reply(body))
        site.expect(LAUNCHES, "refused")
    site.say_rows([])
    site.expect(GP, "refused", "a header and no rows")
    return "refused"


@case("F14", "a body of 300 MB, and 10 kB of gzip that are a gigabyte")
def too_large(site: Site) -> str:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    site.say(LAUNCHES, Reply(b" " * 2**20, repeat=300))
    site.expect(LAUNCHES, "refused", "more than 32 MB")
    site.say(GP, Reply(_bomb(), content_type=CSV, headers={"Content-Encoding": "gzip"}))
    site.expect(GP, "refused", "more than 192 MB")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    check(grown < 100, f"memory grew by {grown:.0f} MB")
    return f"stopped at 32 and at 192 MB; memory grew by {grown:.0f} MB"


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = bytes(2**20)
    return b"".join([*(packer.compress(part) for _ in range(1024)), packer.flush()])


@case("F15", "ten bytes each half second (time a hundredth)")
def dripping(site: Site) -> str:
    site.say(LAUNCHES, Reply(page(site.launches()), drip_s=0.005))
    site.expect(LAUNCHES, "unreachable", "had not ended its answer after 0.3 s", answer_s=0.3)
    site.say(LAUNCHES, Reply(drip_headers_s=0.005))
    site.expect(LAUNCHES, "unreachable", "had not ended its answer after 0.3 s", answer_s=0.3)
    return "ended after the time of an answer, body and headers alike"


@case("F16", "connects and never answers (time a hundredth)")
def silent(site: Site) -> str:
    for slug in (LAUNCHES, GP):
        site.say(slug, Reply(b"", wait_s=1.5))
        site.expect(slug, "unreachable", "did not answer within 0.1 s", read_s=0.1)
    check(FeedRun.objects.missed().count() == 2, "the failures were not counted")
    return "counted as a failure"


@case("F17", "redirect in a loop, without end, to another host, and at CelesTrak")
def redirect(site: Site) -> str:
    for target in ("http://elsewhere.example/", "http://127.0.0.1:9/"):
        site.say(LAUNCHES, Reply(b"", 301, headers={"Location": target}))
        site.expect(LAUNCHES, "refused", "another host are not followed", target)
    site.forget_requests()
    further = lambda path, query: Reply(b"", 301, headers={"Location": f"{path}&hop"})  # noqa: E731  one use
    site.say(LAUNCHES, further)
    site.expect(LAUNCHES, "refused", "more than 3 hops")
    check(len(site.server.requests) == 4, "not three hops were made")
    site.later(2)
    site.forget_requests()
    site.say(GP, Reply(b"", 301, headers={"Location": f"{site.server.url}{GP_PATH}&again"}))
    site.expect(GP, "refused", "redirects are not followed")
    check(len(site.server.requests) == 1, "a redirect was followed")
    site.refused(GP, "A person must look")
    return "three hops on the host itself; none at CelesTrak, which is left alone until a person looked"


@case("F18", "next is the page itself, another host, and has no end")
def endless(site: Site) -> str:
    items = site.launches()
    here = f"{site.server.url}{LAUNCHES_PATH}"
    site.say(LAUNCHES, lambda path, query: Reply(page(items, 900, f"{site.server.url}{path}")))
    site.expect(LAUNCHES, "refused", "a page already read")
    site.say(LAUNCHES, Reply(page(items, 900, "http://elsewhere.example/2.3.0/launches/upcoming/?offset=1")))
    site.expect(LAUNCHES, "refused", "another address")
    site.forget_requests()
    site.later(2)
    following = lambda query: f"{here}?offset={int(query.get('offset', 0)) + 1}"  # noqa: E731  one line, one use
    site.say(LAUNCHES, lambda path, query: Reply(page(items, 10**6, following(query))))
    site.expect(LAUNCHES, "stored", f"{7 * COUNT} of 1000000 launches listed were read")
    check(len(site.server.requests) == 7, f"{len(site.server.requests)} pages were asked")
    return "the loop is found, the host pinned, seven pages at most"


@case("F19", "page 3 of 5 fails")
def third_page(site: Site) -> str:
    items = site.launches()

    def answer(path: str, query: dict) -> Reply:
        number = int(query.get("offset", 0))
        more = f"{site.server.url}{LAUNCHES_PATH}?offset={number + 1}" if number < 4 else None
        return HTML if number == 2 else Reply(page(items[number * 5 : number * 5 + 5], COUNT, more))

    site.say(LAUNCHES, answer)
    site.expect(LAUNCHES, "refused", "a web page")
    return "none of the pages is published"


@case("F25", "429 without Retry-After; with 0; with 10^9; with a date")
def too_often(site: Site) -> str:
    at = timezone.now() + timedelta(minutes=40)
    waits = [("", 15), ("0", 1), ("1000000000", 1440), (f"{at:%a, %d %b %Y %H:%M:%S} GMT", 40)]
    for header, minutes in waits:
        site.open()
        asked = len(site.server.requests)
        site.say(LAUNCHES, Reply(b"slow down", 429, headers={"Retry-After": header} if header else {}))
        site.expect(LAUNCHES, "unreachable", "too often (429)")
        [until] = filter(None, Host.objects.values_list("closed_until", flat=True))
        left = (until - timezone.now()).total_seconds() / 60
        check(abs(left - minutes) < 1, f"Retry-After {header!r} closed the host for {left:.0f} min")
        site.refused(LAUNCHES, "is not asked before")
        check(len(site.server.requests) == asked + 1, "the host was asked meanwhile")
    return "left alone for 15, 1, 1440 and 40 minutes; no request meanwhile"


@case("F26", "403 from CelesTrak")
def forbidden(site: Site) -> str:
    site.say(GP, Reply(b"You are blocked", 403, "text/plain"))
    site.expect(GP, "refused", "refuses us (403)")
    for slug in (GP, SATCAT):
        site.refused(slug, "A person must look")
    check(len(site.server.requests) == 1, "CelesTrak was asked again")
    return "no feed asks it for a day, or until a person forces one"


@case("F27", "304 although nothing is stored")
def not_modified(site: Site) -> str:
    from launches.models import CatalogueEntry

    good = site.server.answers["/pub/satcat.csv"]
    assert isinstance(good, Reply)
    tagged = Reply(good.body, content_type=CSV, headers={"ETag": '"one"'})
    told = lambda path, query: (  # noqa: E731  reads what the last request named
        Reply(b"", 304) if site.server.headers[-1].get("If-None-Match") else tagged
    )
    site.say(SATCAT, told)
    site.run(SATCAT)
    site.later()
    site.expect(SATCAT, "unchanged", "nothing newer")
    FeedRun.objects.all().delete()
    bare(CatalogueEntry).delete()
    site.later()
    site.expect(SATCAT, "stored")
    check("If-None-Match" not in site.server.headers[-1], "the lost answer was named")
    site.later()
    site.say(SATCAT, Reply(b"", 304))
    Asking.objects.update(kept=False)
    site.expect(SATCAT, "refused", "we named nothing")
    return "asked in full where the rows are gone"


@case("F28", "wrong charset, BOM, CR and CRLF line ends, blanks around fields")
def spelling(site: Site) -> str:
    body = page(site.launches())
    for text in (b"\xef\xbb\xbf" + body, body + b" \r\n"):
        site.say(LAUNCHES, Reply(text, content_type="application/json; charset=latin-1"))
        check(site.run(LAUNCHES, force=True).outcome in {"stored", "unchanged"}, "the list was not read")
    csv = gp_csv(site.rows())
    padded = csv.replace(b",", b" , ").replace(b"\r\n", b"  \r\n")
    texts = (b"\xef\xbb\xbf" + csv, csv.replace(b"\r\n", b"\r"), csv.replace(b"\r\n", b"\n"), padded)
    for text in texts:
        site.later(3)
        site.say(GP, Reply(text, content_type="text/csv; charset=utf-16"))
        row = site.run(GP)
        check((row.outcome in {"stored", "unchanged"}, row.quarantined) == (True, 0), row.sentence)
    return "read as UTF-8; blanks are left out"


@case("F29", "Content-Length larger than the body")
def truncated(site: Site) -> str:
    for slug, body in ((LAUNCHES, page(site.launches())), (GP, gp_csv(site.rows()))):
        site.say(
            slug,
            Reply(body, announce=len(body) + 500, content_type=CSV if slug == GP else "application/json"),
        )
        site.expect(slug, "refused", "broke off its answer")
    return "refused as cut short"


@case("F32", "the name of one source of several cannot be resolved")
def no_name(site: Site) -> str:
    address, settings.LAUNCH_LIBRARY_URL = settings.LAUNCH_LIBRARY_URL, "http://launches.invalid/2.3.0"
    try:
        site.expect(LAUNCHES, "unreachable", "cannot be resolved")
    finally:
        settings.LAUNCH_LIBRARY_URL = address
    site.serve()
    for slug in (GP, SATCAT):
        site.expect(slug, "stored")
    return "the others are read"


@case("F30", "a launch vanishes from the list, later comes back")
def vanishes(site: Site) -> str:
    from launches.models import Launch, Listing

    items = site.launches()
    launch = Launch.objects.get(ll2_id=uuid(1))
    upcoming = "/launches/?which=upcoming&aboard=all"
    at_its_page = f"/facts/launches/{launch.slug}/"
    before = Launch.objects.filter(pk=launch.pk).values().get()
    site.say_launches(items[1:])
    site.expect(LAUNCHES, "stored", "no longer knows")
    check(Launch.objects.filter(pk=launch.pk).values().get() == before, "its last word did not stay")
    check(Listing.objects.absent().filter(launch=launch).exists(), "that it is gone was not kept")
    check(launch.slug not in site.page(upcoming), "it is still called upcoming")
    check("no longer lists this launch" in site.page(at_its_page), "its page does not say that it is gone")
    site.later()
    site.expect(LAUNCHES, "unchanged")
    site.say_launches(items)
    site.later()
    site.expect(LAUNCHES, "stored", "again")
    check(Launch.objects.get(ll2_id=uuid(1)).pk == launch.pk, "the launch has another key")
    check(launch.slug in site.page(upcoming), "it did not come back to the list")
    check("it lists it again" in site.page(at_its_page), "its page does not say that it was away")
    check(Listing.objects.filter(launch=launch).count() == 2, "its course is not kept")
    return "out of the lists, its page tells so; the same row comes back and tells that it was away"
