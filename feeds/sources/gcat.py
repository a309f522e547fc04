"""The launch log of GCAT (Jonathan McDowell's catalogue) as a file: one line a piece, each launch told once.

Dates are vague where GCAT is unsure (`2025 May 27 2336:29?`, `1957 Oct`), fields are padded, and `-` is nothing.
https://planet4589.org/space/gcat/, CC BY 4.0.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from common.text import clean
from feeds.formats.text_file import NO_UTF_8, refuse_what_is_no_text, text_of
from feeds.http.results import FeedError, Parsed, Quarantined
from feeds.sources.gcat_names import provider_names, site_names, vehicle_names
from launches.attempts import is_orbital_attempt, outcome_of
from launches.records import LoggedLaunch

CREDIT = "GCAT launch log by Jonathan McDowell, https://planet4589.org/space/gcat/, CC BY 4.0"
COLUMNS = ("Launch_Tag", "Launch_Date", "LV_Type", "LVState", "Launch_Code")
MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
MOST_SIGNS = 2000
_TAG = re.compile(r"([0-9]{4})-([A-Z]?)[0-9]{2,4}")
# Up to 1962 launches were named by Greek letters, and their pieces by a number: `1957 ALP 2`.
_GREEK = re.compile(r"((?:195[7-9]|196[0-2]) [A-Z]{1,5}(?:[ -][A-Z]{1,5})?)(?: [0-9]{1,3})?")
_DATE = re.compile(
    r"([0-9]{4})(?: ([A-Z][a-z]{2})(?: {1,2}([0-9]{1,2})(?: ([0-9]{2,4}(?::[0-9.]+)?h?))?)?)?\s*\??"
)
_CODE = re.compile(r"([A-Z])([SFUE])([0-9]{0,2})")
_STATE = re.compile(r"[A-Z][A-Z0-9-]{0,11}")


def read(body: bytes) -> Parsed[LoggedLaunch]:
    """The orbital attempts of the log; the place of a refused line is its number.

    Raises FeedError for a file that is no launch log.
    """
    refuse_what_is_no_text(body)
    lines = text_of(body).split("\n")
    header = next((line for line in lines if line.lstrip("#").strip().startswith("Launch_Tag")), "")
    names = [name.strip() for name in header.lstrip("#").split("\t")]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        hint = " This looks like launch.tsv: take launchlog.tsv." if "Launch_JD" in names else ""
        raise FeedError(f"The file is no launch log of GCAT: it has no column {', '.join(missing)}.{hint}")
    launches: dict[str, tuple[int, LoggedLaunch]] = {}
    refused: list[Quarantined] = []
    for number, line in _lines(lines):
        try:
            launch = _launch(_fields(line, names))
            if is_orbital_attempt(launch.code):
                first, known = launches.setdefault(launch.tag, (number, launch))
                _agree(known, launch, first)
        except ValueError as fault:
            refused.append(Quarantined(number, clean(line[:MOST_SIGNS]), clean(str(fault))))
    if not launches and not refused:
        raise FeedError("The log holds no launch that reached for orbit: is it the whole file?")
    return Parsed([launch for _line, launch in launches.values()], refused)


def _lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _fields(line: str, names: list[str]) -> Mapping[str, str]:
    values = line.split("\t")
    if len(values) != len(names):
        raise ValueError(f"has {len(values)} fields; the header names {len(names)}")
    if NO_UTF_8.search(line):
        raise ValueError("is no UTF-8 text")
    if len(line) > MOST_SIGNS:
        raise ValueError(f"has {len(line)} signs; at most {MOST_SIGNS} are taken")
    return {
        name: "" if value.strip() == "-" else value.strip() for name, value in zip(names, values, strict=True)
    }


def _launch(fields: Mapping[str, str]) -> LoggedLaunch:
    tag, code, state = fields["Launch_Tag"], fields["Launch_Code"], fields["LVState"]
    if greek := _GREEK.fullmatch(tag):
        tag = greek[1]
    elif not _TAG.fullmatch(tag):
        raise ValueError(f"Launch_Tag {tag!r} is not like 2025-100, 2025-F05 or 1957 ALP")
    if not _CODE.fullmatch(code):
        raise ValueError(f"Launch_Code {code!r} is not like OS, OF or OF40")
    if not _STATE.fullmatch(state):
        raise ValueError(f"LVState {state!r} is no state")
    first, last = _days(fields["Launch_Date"])
    vehicle, provider, site = (
        clean(fields.get(column, ""))[:100] for column in ("LV_Type", "Agency", "Launch_Site")
    )
    if not first.year <= int(tag[:4]) <= last.year:
        raise ValueError(f"Launch_Date {fields['Launch_Date']!r} lies in another year than {tag}")
    return LoggedLaunch(
        tag=tag,
        first=first,
        last=last,
        country=state,
        code=code,
        status=outcome_of(code),
        marginal=tag[5] == "U" and not greek,
        vehicle=vehicle,
        name=clean(fields.get("Name") or fields.get("PLName") or "")[:100],
        provider=provider,
        site=site,
        vehicles=vehicle_names(vehicle),
        providers=provider_names(provider),
        sites=site_names(site),
    )


def _days(stated: str) -> tuple[date, date]:
    """The days that a vague date leaves open."""
    match = _DATE.fullmatch(stated)
    if not match or (match[2] and match[2] not in MONTHS):
        raise ValueError(f"Launch_Date {stated!r} is not like 2025 May 14 0412")
    year, month = int(match[1]), MONTHS.get(match[2] or "", 0)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if not match[3]:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    try:
        day = date(year, month, int(match[3]))
    except ValueError as error:
        raise ValueError(f"Launch_Date {stated!r} is no day of the calendar") from error
    return day, day


def _agree(known: LoggedLaunch, launch: LoggedLaunch, line: int) -> None:
    """Pieces of one launch say the same of it."""
    for name, words in (("country", "LVState"), ("code", "Launch_Code"), ("first", "Launch_Date")):
        if getattr(known, name) != getattr(launch, name):
            raise ValueError(
                f"{words} of {launch.tag} is {getattr(launch, name)} here and {getattr(known, name)} in line {line}"
            )
