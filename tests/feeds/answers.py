"""Small answers in the shapes that the feeds were seen to send, made up for tests."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.feeds.replay import Replay, Reply

COLUMNS = (
    "OBJECT_NAME", "OBJECT_ID", "EPOCH", "MEAN_MOTION", "ECCENTRICITY", "INCLINATION", "RA_OF_ASC_NODE",
    "ARG_OF_PERICENTER", "MEAN_ANOMALY", "EPHEMERIS_TYPE", "CLASSIFICATION_TYPE", "NORAD_CAT_ID",
    "ELEMENT_SET_NO", "REV_AT_EPOCH", "BSTAR", "MEAN_MOTION_DOT", "MEAN_MOTION_DDOT",
)  # fmt: skip
LAUNCHES_PATH = "/2.3.0/launches/upcoming/"
CHANGES_PATH = "/2.3.0/launches/"
PREVIOUS_PATH = "/2.3.0/launches/previous/"
UPDATES_PATH = "/2.3.0/updates/"
STORIES_PATH = "/v4/articles/"
SATCAT_PATH = "/pub/satcat.csv"
SATCAT_COLUMNS = (
    "OBJECT_NAME", "OBJECT_ID", "NORAD_CAT_ID", "OBJECT_TYPE", "OPS_STATUS_CODE", "OWNER", "LAUNCH_DATE",
    "LAUNCH_SITE", "DECAY_DATE", "PERIOD", "INCLINATION", "APOGEE", "PERIGEE", "RCS", "DATA_STATUS_CODE",
    "ORBIT_CENTER", "ORBIT_TYPE",
)  # fmt: skip
GP_PATH = "/NORAD/elements/gp.php"
UUID = "0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60"
FLOWN = "0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f61"
NOT_UPDATED = (
    "GP data has not updated since your last successful\r\n"
    "download of GROUP=active at {at:%Y-%m-%d %H:%M:%S} UTC.\r\nData is updated once every 2 hours."
)
NAMES = {
    1: ("Minute", "MIN"), 5: ("Day", "DAY"), 6: ("Week", "WK"), 7: ("Month", "M"), 10: ("Quarter 3", "Q3"),
    13: ("Year Half 2", "H2"), 14: ("Year", "Y"), 15: ("Fiscal Year", "FY"), 16: ("Decade", "DEC"),
}  # fmt: skip


def launch(**changes: Any) -> dict[str, Any]:
    """A launch of the list in mode normal. `status` and `precision` take an id."""
    status, precision = changes.pop("status", 1), changes.pop("precision", 1)
    name, abbrev = NAMES.get(precision, ("?", "?"))
    item: dict[str, Any] = {
        "id": UUID,
        "url": f"https://ll.thespacedevs.com/2.3.0/launches/{changes.get('id', UUID)}/",
        "name": "Falcon 9 Block 5 | Lantern 7",
        "response_mode": "normal",
        "slug": "falcon-9-block-5-lantern-7",
        "launch_designator": None,
        "status": {"id": status, "name": f"Status {status}", "abbrev": "", "description": ""},
        "last_updated": "2026-11-01T10:00:00Z",
        "net": "2026-12-05T12:15:00Z",
        "net_precision": {"id": precision, "name": name, "abbrev": abbrev, "description": ""},
        "window_start": "2026-12-05T12:15:00Z",
        "window_end": "2026-12-05T13:30:00Z",
        "image": None,
        "failreason": "",
        "launch_service_provider": {"response_mode": "list", "id": 121, "name": "SpaceX", "abbrev": "SpX"},
        "rocket": {
            "id": 1,
            "configuration": {"id": 164, "name": "Falcon 9", "full_name": "Falcon 9 Block 5", "variant": "Block 5"},
        },
        "mission": {
            "id": 2,
            "name": "Lantern 7",
            "type": "Communications",
            "description": "A batch of relay satellites.",
            "orbit": {"id": 8, "name": "Low Earth Orbit", "abbrev": "LEO"},
            "agencies": [],
        },
        "pad": {
            "id": 16,
            "name": "Space Launch Complex 4E",
            "latitude": 34.632,
            "longitude": -120.611,
            "country": {"id": 2, "name": "United States of America", "alpha_2_code": "US", "alpha_3_code": "USA"},
            "location": {"id": 11, "name": "Vandenberg SFB, CA, USA", "timezone_name": "America/Los_Angeles"},
        },
        "program": [],
    }  # fmt: skip
    return item | changes


def update(**changes: Any) -> dict[str, Any]:
    """An update of Launch Library on a launch, as the list of updates gives it; `launch` takes an id or None."""
    ll2_id = changes.pop("launch", UUID)
    item: dict[str, Any] = {
        "id": 5001,
        "profile_image": "https://example.org/editor.png",
        "comment": "Delayed to the 9th for strong winds aloft.",
        "info_url": "https://news.example/lantern-7",
        "created_by": "An Editor",
        "created_on": "2026-11-02T09:00:00Z",
        "launch": None if ll2_id is None else {"id": ll2_id, "name": "Falcon 9 Block 5 | Lantern 7"},
        "event": None,
        "program": None,
    }
    return item | changes


def page(launches: list[Any], count: int | None = None, following: str | None = None) -> bytes:
    body = {"count": len(launches) if count is None else count, "next": following, "previous": None}
    return json.dumps(body | {"results": launches}).encode()


def gp_row(epoch: datetime | None = None, /, **changes: str) -> dict[str, str]:
    """A row of the CSV, with numbers as CelesTrak writes them; the epoch is three hours old."""
    at = epoch or datetime.now(UTC) - timedelta(hours=3)
    row = dict(
        zip(
            COLUMNS,
            ("LANTERN-1", "2025-248L", f"{at:%Y-%m-%dT%H:%M:%S.%f}", "15.21859638", ".00039991", "45.4001",
             "126.4652", "44.7093", "315.4116", "0", "U", "66303", "999", "4457", ".20454895E-3", ".4451E-4", "0"),
            strict=True,
        )
    )  # fmt: skip
    return row | changes


def gp_csv(rows: list[dict[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def satcat_row(**changes: str) -> dict[str, str]:
    """A row of the catalogue, as CelesTrak writes them."""
    values = ("LANTERN-1", "2025-248L", "66303", "PAY", "+", "US", "2025-11-02", "AFETR", "", "94.62", "45.40",
              "503", "497", "", "", "EA", "ORB")  # fmt: skip
    return dict(zip(SATCAT_COLUMNS, values, strict=True)) | changes


def story(**changes: Any) -> dict[str, Any]:
    """A story as the Spaceflight News API gives it; `launches` takes ids of Launch Library."""
    links = [{"launch_id": key, "provider": "Launch Library 2"} for key in changes.pop("launches", ())]
    item = {
        "id": 40131,
        "title": "Lantern plans an orbital data center",
        "authors": [{"name": "A. Writer", "socials": None}],
        "url": "https://news.example.org/lantern-data-center/",
        "image_url": "https://news.example.org/lantern.jpg",
        "news_site": "Example News",
        "summary": "The company told investors of its plan.",
        "published_at": "2026-11-01T09:00:00Z",
        "updated_at": "2026-11-01T09:10:11.123456Z",
        "featured": False,
        "launches": links,
        "events": [],
    }
    return item | changes


def serve_today(replay: Replay) -> None:
    """Lets the server answer as the feeds do, with stamps of the hour in which it is asked."""

    def answer(path: str) -> Callable[[str, dict[str, str]], Reply]:
        def reply(_address: str, _query: dict[str, str]) -> Reply:
            now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
            told, flown, ahead = (
                f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (now, now - timedelta(days=2), now + timedelta(days=9))
            )
            coming = launch(last_updated=told, net=ahead, window_start=ahead, window_end=ahead)
            past = launch(
                last_updated=told, net=flown, window_start=flown, window_end=flown, status=3, id=FLOWN,
                name="Falcon 9 Block 5 | Lantern 6",
            )  # fmt: skip
            bodies = {
                LAUNCHES_PATH: page([coming]),
                CHANGES_PATH: page([coming, past]),
                PREVIOUS_PATH: page([past]),
                UPDATES_PATH: page([update(created_on=told)]),
                STORIES_PATH: page([story(published_at=told, updated_at=told)]),
                GP_PATH: gp_csv([gp_row()]),
                SATCAT_PATH: gp_csv([satcat_row()], SATCAT_COLUMNS),
            }
            kind = "text/csv" if path in (GP_PATH, SATCAT_PATH) else "application/json"
            return Reply(bodies[path], content_type=kind)

        return reply

    for path in (
        LAUNCHES_PATH,
        CHANGES_PATH,
        PREVIOUS_PATH,
        UPDATES_PATH,
        STORIES_PATH,
        GP_PATH,
        SATCAT_PATH,
    ):
        replay.answers[path] = answer(path)


def serve(
    replay: Replay,
    launches: list[Any] | None = None,
    rows: list[dict[str, str]] | None = None,
    stories: list[Any] | None = None,
) -> None:
    """Lets the server answer as the feeds do."""
    if launches is not None:
        for path in (LAUNCHES_PATH, CHANGES_PATH, PREVIOUS_PATH):
            replay.answers[path] = Reply(page(launches))
        replay.answers[UPDATES_PATH] = Reply(page([update()]))
    if stories is not None:
        replay.answers[STORIES_PATH] = Reply(page(stories))
    if rows is not None:
        replay.answers[GP_PATH] = Reply(gp_csv(rows), content_type="text/csv")
        catalogue = [satcat_row(NORAD_CAT_ID=row["NORAD_CAT_ID"]) for row in rows]
        replay.answers[SATCAT_PATH] = Reply(gp_csv(catalogue, SATCAT_COLUMNS), content_type="text/csv")
