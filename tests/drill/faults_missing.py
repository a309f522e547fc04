"""Faults that look like good answers: fields that are gone inside the records."""

from copy import deepcopy
from datetime import timedelta

from django.db.models import F

from feeds.models import Asking, Bookmark, FeedRun
from launches.models import ElementSet, Launch, OtherDesignator, Spacecraft
from news.models import Suggestion
from tests.drill.site import GP, LAUNCHES, SATCAT, Site, case, check
from tests.feeds.answers import STORIES_PATH, page, story
from tests.feeds.replay import Reply


@case("F33", "a field gone from inside the records, or empty in all of them")
def gone_inside(site: Site) -> str:
    countries = Launch.objects.filter(country="US").count()
    lacking = [deepcopy(item) for item in site.launches()]
    for item in lacking:
        del item["pad"]["country"]
    site.say_launches(lacking)
    site.expect(LAUNCHES, "refused", "the field pad.country is gone")
    site.later(3)
    site.say_launches([item | {"net_precision": None} for item in site.launches()])
    site.expect(LAUNCHES, "held", "net_precision in 0 of", "--release")
    site.say_rows([row | {"OBJECT_ID": ""} for row in site.rows()])
    site.expect(GP, "held", "object_id in 0 of")
    site.say_catalogue([row | {"OWNER": ""} for row in site.catalogue()])
    site.expect(SATCAT, "held", "owner in 0 of")
    check(Launch.objects.filter(country="US").count() == countries, "launches lost their country")
    return "refused with its name; held; nothing is wiped"


@case("F34", "rows of a clock that was three days ahead")
def clock_set_back(site: Site) -> str:
    site.serve()
    site.expect(LAUNCHES, "stored")
    by = timedelta(days=3)
    FeedRun.objects.update(started_at=F("started_at") + by, ended_at=F("ended_at") + by)
    Asking.objects.update(at=F("at") + by)
    Bookmark.objects.update(at=F("at") + by)
    check("dated ahead" in site.page("/status/"), "the status page says nothing")
    for slug in (GP, SATCAT):
        site.refused(slug, "may be asked once in")
    site.later(48)
    for slug in (GP, SATCAT):
        row = site.expect(slug, "stored")
        check(FeedRun.objects.filter(feed=slug, started_at__gt=row.started_at).count() == 0, "still ahead")
    return "each row counts as of now, once; asked again after the usual time"


@case("F35", "entities of HTML in titles, a moment without a zone, one story at two addresses")
def text_of_others(site: Site) -> str:
    told = [
        story(id=1, title="Lantern&#8217;s data&nbsp;center in orbit", published_at="2026-11-01T09:00:00"),
        story(id=2, title="Lantern’s data center in orbit", url="https://news.example.org/amp/lantern/"),
    ]
    site.server.answers[STORIES_PATH] = Reply(page(told))
    site.expect("spaceflight-news", "stored", "without a time zone, read as UTC", "under another address")
    titles = list(Suggestion.objects.values_list("title", flat=True))
    check(titles == ["Lantern’s data center in orbit"], f"suggested: {titles}")
    return "read once; said; one suggestion"


@case("F36", "the numbers of two objects exchanged; 20 rows of one number")
def numbers_exchanged(site: Site) -> str:
    craft = Spacecraft.objects.order_by("pk")[0]
    number, held = (
        str(craft.norad_cat_id),
        ElementSet.objects.known_by().of_object(craft.norad_cat_id or 0).count(),
    )
    craft.object_id = next(row["OBJECT_ID"] for row in site.rows() if row["NORAD_CAT_ID"] == number)
    craft.save()
    rows = [
        row | {"OBJECT_ID": "2020-001ZZ"} if row["NORAD_CAT_ID"] == number else row for row in site.rows()
    ]
    mine = next(row for row in rows if row["NORAD_CAT_ID"] == number)
    site.say_rows([*rows, *(mine | {"MEAN_ANOMALY": f"{n}.5"} for n in range(19))])
    site.expect(GP, "stored", f"Number {number} came as 2020-001ZZ", "rows.")
    counted = ElementSet.objects.known_by().of_object(craft.norad_cat_id or 0).count()
    check(counted == held, f"{counted - held} sets of another object count")
    check(OtherDesignator.objects.waiting().count() == 1, "20 rows are not one object")
    for address in ("/status/", f"/spacecraft/{craft.slug}/"):
        check("2020-001ZZ" in site.page(address), f"{address} says nothing")
    return "kept apart, one alarm until a person decides"
