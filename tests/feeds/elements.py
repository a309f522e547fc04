"""One element set, made up, in every form that is read; and the reading of a file."""

import json
from datetime import UTC, datetime
from io import StringIO

from django.core.management import CommandError, call_command

from feeds.formats import tle
from feeds.formats.elements_file import read
from tests.feeds.answers import COLUMNS, gp_csv, gp_row

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROW = gp_row(
    datetime(2026, 8, 22, 1, 48, 26, 987904, tzinfo=UTC), ECCENTRICITY=".0003999", BSTAR=".20455E-3",
    MEAN_MOTION_DOT=".00004451", OBJECT_NAME="LANTERN-1",
)  # fmt: skip
KVN = "CCSDS_OMM_VERS = 2.0\nCOMMENT made up\n" + "".join(f"{name} = {ROW[name]}\n" for name in COLUMNS)
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ndm><omm id="CCSDS_OMM_VERS" version="2.0">\n<header>'
    "<CREATION_DATE/></header><body><segment><metadata><CENTER_NAME>EARTH</CENTER_NAME></metadata><data>"
    + "".join(f"<{name}>{ROW[name]}</{name}>" for name in COLUMNS)
    + "</data></segment></body></omm>\n</ndm>\n"
)
NUMBERS = {name: float(ROW[name]) for name in COLUMNS[3:9]} | {"NORAD_CAT_ID": 66303, "BSTAR": 0.00020455}
JSON = json.dumps([ROW | NUMBERS])
ONE = "1 66303U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  999"
TWO = "2 66303  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 4457"
HEADER, LINE = gp_csv([ROW]).decode().splitlines()


def signed(line: str) -> str:
    return f"{line}{tle.checksum(line)}"


def sets(one: str = ONE, two: str = TWO, name: str = "LANTERN-1\n") -> str:
    return f"{name}{signed(one)}\n{signed(two)}\n"


def records(text: str | bytes):
    form, parsed = read(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"), NOW)
    return form, list(parsed.records), [(record.position, record.reason) for record in parsed.quarantined]


def command(*words: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_elements", *map(str, words), stdout=out, stderr=err)
    except CommandError as fault:
        err.write(str(fault))
    return out.getvalue(), err.getvalue()
