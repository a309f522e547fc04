"""Element sets of three objects as files, in every form that is read."""

import json
from datetime import UTC, datetime

from tests.feeds.answers import COLUMNS, gp_row

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EPOCH = datetime(2026, 11, 21, 1, 48, 26, 987904, tzinfo=UTC)
ROW = gp_row(EPOCH)
TLE = (
    "LANTERN-1\n1 {0}U 25248L   26234.07531236  .00004451  00000+0  20455-3 0  999{1}\n"
    "2 {0}  45.4001 126.4652 0003999  44.7093 315.4116 15.21859638 4457{2}\n"
)


def _tle(number: int) -> str:
    from feeds.formats.tle import checksum

    one, two = TLE.format(number, "", "").splitlines()[1:]
    return TLE.format(number, checksum(one), checksum(two))


def _named(number: int) -> dict[str, str]:
    return ROW | {"NORAD_CAT_ID": str(number), "OBJECT_NAME": f"LANTERN, {number}"}


def _xml(row: dict[str, str]) -> str:
    return "<omm>" + "".join(f"<{name}>{row[name]}</{name}>" for name in COLUMNS) + "</omm>"


def _kvn(row: dict[str, str]) -> str:
    return "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{name} = {row[name]}\n" for name in COLUMNS)


def _csv(row: dict[str, str], mark: str = "") -> str:
    return ",".join(f"{mark}{row[name].replace(',', ',' if mark else '')}{mark}" for name in COLUMNS) + "\r\n"


NUMBERS = (66301, 66302, 66303)
ROWS = [_named(number) for number in NUMBERS]
HEADER = ",".join(COLUMNS) + "\r\n"
# Form: what stands before the records, each of them, what stands between and behind them.
FORMS: dict[str, tuple[str, list[str], str, str]] = {
    "CSV": (HEADER, [_csv(row) for row in ROWS], "", ""),
    "CSV in quotation marks": (HEADER, [_csv(row, '"') for row in ROWS], "", ""),
    "JSON": ("[", [json.dumps(row) for row in ROWS], ",\n", "]"),
    "XML": ("<ndm>", [_xml(row) for row in ROWS], "\n", "</ndm>"),
    "KVN": ("", [_kvn(row) for row in ROWS], "\n", ""),
    "TLE": ("", [_tle(number) for number in NUMBERS], "", ""),
}


def whole(form: str) -> bytes:
    before, each, between, behind = FORMS[form]
    return f"{before}{between.join(each)}{behind}".encode()
