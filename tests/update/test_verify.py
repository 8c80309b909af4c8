"""Does the live check say what the brand's pages show, and change and believe nothing?

The brand is the invented one of ``tests/brands/acorn``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channelguard import Registry
from channelguard.net.verify import MAX_LINKS, Page, look, report

ACORN = Path(__file__).parents[1] / "brands" / "acorn"
NOW = 1_800_000_000.0
Server = Any
"""A server of ``conftest.py``."""

PAGE = """<!doctype html>
<a href="https://t.me/acornpurse_news">news</a> <a href="/help">here</a>
<a href="mailto:help@acornpurse.com?subject=hi">write</a>
<a href="https://github.com/Acorn-Lab/wallet">code</a>
<a href=https://t.me/AcornPurse_Gift>gift</a>
<a href="mailto:acornpurse@gmail.com">mail</a>
<a href="https://acorn-purse.net/old">old</a>
<a href="https://play.google.com/store/apps/details?id=com.acorn.other&amp;hl=en">app</a>
<a href="javascript:alert(1)">x</a> <a href="http://[">broken</a> <a>none</a>
<a href="https://t.me/`|<b>">markup</a>
"""


@pytest.fixture(scope="module")
def acorn() -> Registry:
    """Return the registry of the invented brand."""
    return Registry.load(ACORN)


@pytest.fixture
def site(serve: Callable[..., Server], tmp_path: Path) -> Server:
    """Return a server that shows a certificate for the hosts of the brand."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(PAGE)
    (tmp_path / "site" / "acornpurse").write_text("<a href='https://www.acornpurse.com/'>home</a>")
    return serve(tmp_path / "site", "acornpurse.com", "www.acornpurse.com", "docs.example.com")


def seen(acorn: Registry, site: Server) -> dict[str, Page]:
    """Return the pages by the id of their channel."""
    pages = look(acorn, authority=site.ca, via=("127.0.0.1", site.port))
    return {page.channel.id: page for page in pages}


def sending(location: str) -> Callable[[Any], None]:
    """Return what sends whoever asks elsewhere."""

    def answer(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_the_pages_of_the_brand_are_read(acorn: Registry, site: Server) -> None:
    pages = seen(acorn, site)

    assert {name: page.ended for name, page in pages.items()} == {
        "web": "was read",
        "help": "was read",
    }
    assert pages["web"].names == ("acornpurse.com", "www.acornpurse.com", "docs.example.com")
    assert pages["web"].linked == {
        f"acorn/{name}" for name in ("telegram", "mail", "github", "web", "web-old")
    }
    assert pages["help"].linked == {"acorn/web"}


def test_what_is_linked_and_not_listed_is_named(acorn: Registry, site: Server) -> None:
    found = seen(acorn, site)["web"].unlisted

    assert {"telegram:AcornPurse_Gift", "acornpurse@gmail.com"} <= found
    assert "google-play:com.acorn.other" in found


def test_the_report_names_everything_and_links_nothing(acorn: Registry, site: Server) -> None:
    text = report(acorn, list(seen(acorn, site).values()), now=NOW)

    assert text.startswith("# Live check of acorn, 2027-01-15\n")
    assert "| telegram | `telegram:AcornPurse_News` | `acornpurse.com` |" in text
    assert "| x | `x:acornpurse` | none |" in text
    assert "- `acornpurse.com` links to `acorn-purse[.]net`, which is retired" in text
    assert "links to `telegram:AcornPurse_Gift`, which is not listed" in text
    assert "acornpurse[@]gmail[.]com" in text
    assert "<b>" not in text
    assert all(line.count("`") % 2 == 0 for line in text.splitlines())


ELSEWHERE = [
    pytest.param("https://www.acornpurse.com/", "was read", id="its own"),
    pytest.param("/", "leads on after 5 redirects", id="in a circle"),
    pytest.param("https://evil.example/", "which is not listed", id="elsewhere"),
    pytest.param("http://acornpurse.com/", "which is not https", id="without TLS"),
    pytest.param("https://acorn-purse.net/", "which is not listed", id="retired"),
    pytest.param("https://127.0.0.1/", "which is not listed", id="this machine"),
    pytest.param("http://[", "leads to what is no address", id="no address"),
    pytest.param("https:\\\\evil.example\\@acornpurse.com", "which is not listed", id="disguised"),
]


@pytest.mark.parametrize(("location", "ended"), ELSEWHERE)
def test_only_listed_pages_are_followed(
    acorn: Registry, site: Server, location: str, ended: str
) -> None:
    def answer(handler: Any) -> None:
        if handler.headers["Host"] == "www.acornpurse.com":
            handler.send_error(200)
        else:
            sending(location)(handler)

    site.answers["/"] = answer
    page = seen(acorn, site)["web"]

    assert page.ended.endswith(ended)
    assert "https://" not in page.ended
    assert page.read == (ended == "was read")
    assert {head["Host"] for head in site.heads} <= {
        "acornpurse.com",
        "www.acornpurse.com",
        "docs.example.com",
    }


def test_a_page_that_is_not_there_is_said(acorn: Registry, site: Server) -> None:
    site.answers["/"] = lambda handler: handler.send_error(503)
    page = seen(acorn, site)["web"]

    assert (page.read, page.ended) == (False, "answered 503")


def test_a_wrong_certificate_is_said(
    acorn: Registry, serve: Callable[..., Server], tmp_path: Path
) -> None:
    pages = seen(acorn, serve(tmp_path, "other.example"))

    assert {page.ended for page in pages.values()} == {"shows a certificate that is not believed"}


def test_a_page_of_links_alone_has_an_end(acorn: Registry, site: Server) -> None:
    rows = [f'<a href="https://t.me/stranger_{n}">x</a>' for n in range(MAX_LINKS + 100)]
    (site.folder / "index.html").write_text("".join(rows))
    page = seen(acorn, site)["web"]
    text = report(acorn, [page], now=NOW)

    assert len(page.unlisted) == MAX_LINKS
    assert "- and 1900 more" in text
