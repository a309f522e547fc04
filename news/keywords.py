"""The words by which a story of an outside feed may be about computing in orbit, in English and Chinese."""

import re

from common.text import one_spelling

_WHERE = r"(?:orbital|in[\s-]orbit|on[\s-]orbit|orbiting|space[\s-]based|space|lunar|satellite)"
_WHAT = (
    r"(?:data[\s-]*cent(?:er|re)s?|datacent(?:er|re)s?|comput(?:e|er|ers|ing)|supercomput(?:er|ers|ing)"
    r"|cloud[\s-]comput\w+|inference|gpus?|server[\s-]farms?|ai[\s-](?:infrastructure|cluster|model|chip|server)s?)"
)
_PLACE = r"(?:in|into|to|from)\s+(?:low[\s-]earth\s+)?(?:outer\s+)?(?:space|orbit)"
# Each of these alone makes a story worth a look.
_ENGLISH = re.compile(
    rf"\b(?:{_WHERE}[\s-]+(?:ai[\s-]+|edge[\s-]+|cloud[\s-]+)?{_WHAT}"
    rf"|{_WHAT}\s+{_PLACE}"
    r"|comput(?:e|ing)[\s-]+(?:satellites?|constellations?)"
    r"|on[\s-]?board[\s-]+(?:ai|artificial intelligence|edge comput\w+|inference))\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:太空|天基|轨道|在轨|星上|星载|空间)(?:智能|人工智能|AI)?(?:算力|计算|智算|超算|数据中心|大模型|推理)"
    r"|(?:算力|计算|智算)(?:卫星|星座|星网)|算力上天|天算|星算|太空AI|AI卫星",
    re.IGNORECASE,
)
# These count beside the name of one who builds such things.
_ENGLISH_BESIDE = re.compile(
    r"\b(?:data[\s-]*cent(?:er|re)s?|comput(?:e|ing)|supercomput\w+|gpus?|inference|AI|artificial intelligence)\b"
)
_CHINESE_BESIDE = re.compile(r"算力|计算|数据中心|人工智能|大模型")
MOST = 8


def telling_words(*texts: str) -> tuple[str, ...]:
    """The words in these texts that speak of computing in orbit, as they stand there, each once."""
    return _found(texts, _ENGLISH, _CHINESE)


def computing_words(*texts: str) -> tuple[str, ...]:
    """The words in these texts that speak of computing anywhere."""
    return _found(texts, _ENGLISH_BESIDE, _CHINESE_BESIDE)


def _found(texts: tuple[str, ...], *patterns: re.Pattern) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for text in texts:
        plain = one_spelling(text)
        for pattern in patterns:
            for hit in pattern.finditer(plain):
                words = " ".join(hit.group().split())
                once.setdefault(words.casefold(), words)
    return tuple(once.values())[:MOST]
