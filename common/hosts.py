"""Names of hosts that can be taken for other ones."""

from __future__ import annotations

import unicodedata

# Scripts that are written together in one name.
_TOGETHER = (
    {"CJK", "HIRAGANA", "KATAKANA", "LATIN"},
    {"CJK", "HANGUL", "LATIN"},
    {"CJK", "BOPOMOFO", "LATIN"},
)
_UNLIKE_LATIN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}


def misleading(host: str) -> str:
    """The host in the letters of the network (`xn--…`) where its letters can be taken for others; else empty.

    Such is a part that mixes scripts, and one in a script like Latin (`аррӏе.com` is Cyrillic) whose ending
    is not in that script too.
    """
    shown = [_shown(label) for label in host.lower().rstrip(".").split(".")]
    ending = _scripts(shown[-1])
    if not any(_is_doubtful(label, ending) for label in shown):
        return ""
    return ".".join(_of_network(label) for label in shown)


def readable(host: str) -> str:
    """The host in the letters that a reader sees, those of the network behind it where they differ."""
    shown = ".".join(_shown(label) for label in host.lower().rstrip(".").split("."))
    return shown if shown == host.lower().rstrip(".") else f"{shown} ({host})"


def mixes_scripts(host: str) -> bool:
    """Whether a part of the host has letters of scripts that are not written together."""
    labels = [_shown(label) for label in host.lower().rstrip(".").split(".")]
    found = [_scripts(label) for label in labels if not label.isascii()]
    return any(
        len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER) for scripts in found
    )


def _is_doubtful(label: str, ending: set[str]) -> bool:
    if label.isascii():
        return False
    scripts = _scripts(label)
    if len(scripts) > 1:
        return not any(scripts <= together for together in _TOGETHER)
    return not scripts <= _UNLIKE_LATIN and not (scripts == ending and "LATIN" not in scripts)


def _scripts(label: str) -> set[str]:
    """The scripts of the letters of a label, as Unicode names them; digits and hyphens have none."""
    return {unicodedata.name(sign, "UNKNOWN").split()[0].split("-")[0] for sign in label if sign.isalpha()}


def _shown(label: str) -> str:
    """The letters that a reader sees."""
    if not label.startswith("xn--"):
        return unicodedata.normalize("NFKC", label)
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _of_network(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
