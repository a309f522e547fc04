"""Pages over the wire."""

import re
from html import unescape

from tests.bench.site import Bench


def wire(bench: Bench, address: str) -> dict[str, float]:
    """What a page costs in bytes, bodies and response headers: `cold` for a browser that never was here,
    charts included; `warm` for one that was, for which static files never change."""
    page = bench.ask(address)
    import gzip

    html = gzip.decompress(page.content).decode()
    files = [
        *re.findall(r'<script[^>]*\ssrc="([^"]+)"', html),
        *re.findall(r'<link[^>]*\shref="([^"]+)"', html),
    ]
    files += re.findall(r'<meta name="plotly" content="([^"]+)"', html)
    local = list(dict.fromkeys(unescape(name) for name in files if name.startswith("/static/")))
    print(f"\n{'over the wire':<46}{'bytes':>10}  encoding")
    total = warm = 0
    for name, answer in [(address, page), *((name, bench.ask(name)) for name in local)]:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        size = len(body) + sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
        total += size
        warm += 0 if "immutable" in answer.headers.get("Cache-Control", "") else size
        print(f"{name:<46}{size:>10,}  {answer.headers.get('Content-Encoding', 'none')}")
    print(f"{f'{1 + len(local)} requests':<46}{total:>10,}", flush=True)
    return {"cold": total / 1000, "warm": warm / 1000}
