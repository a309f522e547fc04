"""An answer is packed for who takes it so, and has one mark that speaks for both forms."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from racetracker.encodings import Encodings, accepted

PACKED = ["/", "/changes/feed/", "/api/v1/projects/", "/charts/filings.csv", "/embed/filings/"]


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", ["gzip"]), ("gzip, deflate, br", ["gzip", "br"]), ("gzip;q=0", []), ("gzip; q=0.000, br", ["br"]),
        ("GZIP;Q=0", []), ("x-gzip", ["gzip"]), ("*", ["gzip", "br"]), ("*;q=0", []), ("*, gzip;q=0", ["br"]),
        ("gzip;q=0.001", ["gzip"]), ("identity", []), ("identity;q=1, *;q=0", []), ("", []), ("gzipped", []),
        ("br;q=0,gzip;q=1.0", ["gzip"]), ("gzip;level=9", ["gzip"]), (",,", []),
    ],
)  # fmt: skip
def test_codings_are_taken_as_the_header_says(header, taken):
    assert accepted(header) == taken


@pytest.mark.parametrize("address", PACKED)
@pytest.mark.parametrize("header", ["gzip;q=0", "br, gzip;q=0", "identity", "*;q=0", "deflate"])
def test_who_refuses_gzip_is_answered_without_it(ledger, address, header):
    plain, refused = Client().get(address), Client().get(address, headers={"Accept-Encoding": header})
    assert "Content-Encoding" not in refused.headers
    assert refused.content == plain.content


@pytest.mark.parametrize("address", PACKED)
def test_both_forms_have_one_weak_mark_and_either_holder_gets_304(ledger, address):
    plain = Client().get(address)
    packed = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    mark = plain.headers["ETag"]
    assert mark == packed.headers["ETag"]
    assert mark.startswith('W/"')
    for held in (mark, mark.removeprefix("W/"), f'"other", {mark}'):
        for header in ("gzip", "identity", "gzip;q=0"):
            again = Client().get(address, headers={"If-None-Match": held, "Accept-Encoding": header})
            assert (again.status_code, again.headers["ETag"], again.content) == (304, mark, b"")
            assert "Accept-Encoding" in again.headers["Vary"]
    assert Client().get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_what_stands_below_sees_the_codings_that_are_taken_and_marks_without_their_weakness():
    """As WhiteNoise does, which looks for the names of codings, and for its very mark."""
    seen: list[HttpRequest] = []

    def below(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(headers={"ETag": '"file"'})

    headers = {"Accept-Encoding": "br;q=0, gzip", "If-None-Match": 'W/"file"'}
    asked = RequestFactory().get("/static/x.js", headers=headers)
    assert Encodings(below)(asked).headers["ETag"] == 'W/"file"'
    assert seen[0].headers["Accept-Encoding"] == "gzip"
    assert seen[0].headers["If-None-Match"] == '"file"'
