"""Which projects and organizations a text names, in English or Chinese: for proposals that a person confirms.

A name counts as a whole word, in any of its ways: name, native name, other names, what stands in brackets,
without its legal form. Short and common names tell nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from common.text import HAN, PARENTHESIS, letters_in, one_spelling, whole_word
from projects.models import Organization, Project

# Names that are also words of every text about space, or of every day: one of them alone names nobody.
COMMON = frozenset(
    "apex ascend aurora compute constellation genesis kepler launch lunar orbit orbital pathfinder planet "
    "prometheus reason satellite space stampede starlink sunrise titan voyager 太空云 "
    "beijing chengdu china hangzhou hainan shanghai shenzhen texas wuhan".split()
)
_LEGAL = re.compile(
    r"[,\s]+(?:co\.?|company|corp\.?|corporation|gmbh|inc\.?|limited|llc|ltd\.?)$", re.IGNORECASE
)
_LEGAL_HAN = re.compile(r"(?:股份|集团)*(?:有限(?:责任)?公司|公司)$")
_BRANCH_HAN = re.compile(r"(?:网络技术|空间技术|新材料科技|信息产业|科技|技术)$")
_CITY_HAN = re.compile(r"^(?:北京|上海|成都|西安|杭州|长沙|深圳|武汉|广州|南京)")
_FORMER = re.compile(r"^(?:ex|formerly)\s+", re.IGNORECASE)
_INITIAL = re.compile(r"\b[A-Z]")


# --- How a text may name something --------------------------------------------------------------
def ways_to_name(*stated: str) -> tuple[str, ...]:
    """Each name without its brackets, and what stands in them: "Libra-10 (Tiancheng-10)" gives both."""
    texts = [text for text in stated if text]
    parts = [" ".join(PARENTHESIS.sub(" ", text).split()) for text in texts]
    parts += [part.strip() for text in texts for part in PARENTHESIS.findall(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def telling_names(slug: str, *stated: str) -> tuple[str, ...]:
    """The ways in which a text can name it and be understood; longest first."""
    found: dict[str, None] = {}
    for way in ways_to_name(*map(one_spelling, stated)):
        for part in re.split(r"\s+/\s+|、|,\s+(?=[^\s,]+ ?[^\s,]*$)", way):
            for name in _shortened(part.strip(" ,")):
                if _tells(name):
                    found[name] = None
    if short := _acronym(slug, stated[0]):
        found[short] = None
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _shortened(name: str) -> Iterable[str]:
    """The name, and the shorter ones that are in use beside it."""
    name = _FORMER.sub("", name)
    yield name
    if HAN.search(name):
        firm = _LEGAL_HAN.sub("", name)
        if firm != name:
            core = _CITY_HAN.sub("", firm)
            yield from (firm, core, _BRANCH_HAN.sub("", core))
        return
    for shorter in (_LEGAL.sub("", name), name.partition(": ")[0], re.split(r"\swith\s", name)[0]):
        if shorter != name:
            yield shorter
    if name.startswith("Project "):
        yield name.removeprefix("Project ")


def _tells(name: str) -> bool:
    """Whether a name can be told from other words of a text."""
    if name.casefold() in COMMON and not name.isupper():
        return False
    if HAN.search(name):
        return len(HAN.findall(name)) >= 3
    letters = letters_in(name)
    if any(sign.isdigit() for sign in name):
        return letters >= 4
    if name.islower():
        return False
    if len(name.split()) > 1:
        return letters >= 6
    return letters >= (3 if _odd_case(name) else 5)


def _odd_case(name: str) -> bool:
    """Capitals beyond the first letter: NASA, xAI, SpaceX. Such a name is one in these very letters."""
    return any(sign.isupper() for sign in name[1:])


def _acronym(slug: str, name: str) -> str:
    """The short form by which the ledger calls it: FCC, CASC. Its letters are initials of the name, in order."""
    initials = iter(_INITIAL.findall(name))
    if 3 <= len(slug) <= 6 and slug.isalpha() and all(sign in initials for sign in slug.upper()):
        return slug.upper()
    return ""


# --- What a text names --------------------------------------------------------------------------
@dataclass(frozen=True)
class Subject:
    """Somebody or something that texts name. `kind` is "project" or "organization"."""

    kind: str
    pk: int
    slug: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A subject that a text names: by which words, and where they first stand."""

    subject: Subject
    words: str
    start: int

    @property
    def pk(self) -> int:
        return self.subject.pk

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@dataclass(frozen=True)
class Found:
    """What a text names, each once, in the order in which the text names them."""

    projects: tuple[Match, ...] = ()
    organizations: tuple[Match, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.projects or self.organizations)


class Names:
    """The names of many subjects. Built once, asked for many texts."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._names: list[tuple[str, str, Subject]] = [
            (_first_word(name), name, subject) for subject in subjects for name in subject.names
        ]

    @classmethod
    def known(cls, further: Iterable[Subject] = ()) -> Names:
        """Those of all projects and organizations of the database, in two queries, and further ones."""
        return cls([*_subjects("project", Project), *_subjects("organization", Organization), *further])

    def found(self, *texts: str) -> Found:
        """What the texts together name. A name inside a longer one does not count: "Loft Orbital" is not
        Orbital, nor "Starcloud-2" Starcloud."""
        said = "\n".join(texts)
        text = one_spelling(said)
        lowered = text.lower()
        hits = [
            Match(subject, said[hit.start() : hit.end()], hit.start())
            for first, name, subject in self._names
            if first in lowered
            for hit in whole_word(name).finditer(text)
            if _as_a_name(name, hit.group())
        ]
        spans = {(hit.start, hit.end) for hit in hits}
        whole = [hit for hit in hits if not any(_inside(hit, span) for span in spans)]
        once: dict[tuple[str, int], Match] = {}
        for hit in sorted(whole, key=lambda hit: hit.start):
            once.setdefault((hit.subject.kind, hit.pk), hit)
        of = {kind: tuple(h for h in once.values() if h.subject.kind == kind) for kind in _KINDS}
        return Found(projects=of["project"], organizations=of["organization"])


_KINDS = ("project", "organization")


def _subjects(kind: str, model: type[Project] | type[Organization]) -> list[Subject]:
    rows = model.objects.order_by("pk").values_list(
        "pk", "slug", "name", "native_name", "former_name", "former_native_name", "aliases"
    )
    return [
        Subject(kind, pk, slug, name, telling_names(slug, name, *others, *map(str, aliases or ())))
        for pk, slug, name, *others, aliases in rows
    ]


def _first_word(name: str) -> str:
    """What a text in lower case holds wherever it holds the name."""
    return name.replace("-", " ").replace("_", " ").split()[0].lower()


def _as_a_name(name: str, words: str) -> bool:
    """Whether the words are written as a name is: not "space compass", nor "Xai" for xAI."""
    if HAN.search(name):
        return True
    if _odd_case(name) and len(name.split()) == 1 and (letters_in(name) < 5 or name.casefold() in COMMON):
        return words == name
    if any(sign.isdigit() for sign in words):
        return True
    return words[0].isupper() if name[0].isupper() else not words.islower()


def _inside(hit: Match, span: tuple[int, int]) -> bool:
    start, end = span
    return start <= hit.start and hit.end <= end and (start, end) != (hit.start, hit.end)
