"""Does the picture of growth show its figures, and the same ones as the table beside it?"""

from __future__ import annotations

import re
import sys
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scan.md").read_text("utf-8")
sys.path.insert(0, str(ROOT / "tools"))

import measure_scan  # noqa: E402 - a script, found by its folder
from measure_scan import Figure, picture  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
ROW = re.compile(r"^\| ([\d,]+) \| ([\d.]+) \| (\d+) \| ([\d,]+) \|$", re.MULTILINE)
"""A row of figures."""

# fmt: off
INVENTED = [
    pytest.param([Figure(10**5, 3.2, 301, 50), Figure(10**6, 5.1, 352, 500)],    id="two sizes"),
    pytest.param([Figure(10**n, 2.5 * 10 ** (n - 5), 100, 1) for n in (5, 6, 7, 8)],
                 id="memory that does not grow"),
    pytest.param([Figure(10**5, 0.3, 99, 50), Figure(10**8, 9876.5, 20000, 50_000)],
                 id="far apart, below and above a mark"),
]
# fmt: on


def figures(page: str) -> list[Figure]:
    """Return what the table of the page says."""
    part = page.partition("<!-- growth -->")[2].partition("<!-- /growth -->")[0]
    return [
        Figure(int(a.replace(",", "")), float(b), int(c), int(d.replace(",", "")))
        for a, b, c, d in ROW.findall(part)
    ]


@pytest.mark.parametrize("shown", INVENTED)
def test_every_figure_has_a_point_inside_and_a_label(shown: list[Figure]) -> None:
    drawn = ET.fromstring(picture(shown))  # noqa: S314 - our own
    width, height = map(int, drawn.attrib["viewBox"].split()[2:])
    points = [(float(p.attrib["cx"]), float(p.attrib["cy"])) for p in drawn.iter(f"{SVG}circle")]
    labels = [text.text for text in drawn.iter(f"{SVG}text")]

    assert len(points) == 2 * len(shown)
    assert [(x, y) for x, y in points if not (0 < x < width and 0 < y < height)] == []
    assert {str(value) for one in shown for value in one[1:3]} <= set(labels)


@pytest.mark.parametrize("shown", INVENTED)
def test_more_is_further_right_and_higher(shown: list[Figure]) -> None:
    drawn = ET.fromstring(picture(shown))  # noqa: S314 - our own
    seconds = list(islice(drawn.iter(f"{SVG}circle"), len(shown)))
    across, up = ([float(point.attrib[name]) for point in seconds] for name in ("cx", "cy"))

    assert across == sorted(set(across))
    assert up == sorted(set(up), reverse=True)


def test_a_picture_says_what_it_shows() -> None:
    drawn = ET.fromstring(picture([Figure(10**5, 3.2, 301, 50)]))  # noqa: S314 - our own

    assert drawn.findtext(f"{SVG}title")
    assert drawn.findtext(f"{SVG}desc") == "100,000 lines: 3.2 s, 301 MB"


def test_the_picture_of_the_page_has_the_figures_of_its_table() -> None:
    assert figures(PAGE)
    assert measure_scan.PICTURE.read_text("utf-8") == picture(figures(PAGE))


@pytest.mark.full
def test_names_are_the_same_in_every_run_and_hold_their_share_of_lookalikes() -> None:
    first, second = next(measure_scan.chunks()), next(measure_scan.chunks())

    assert first == second
    assert len(first) == measure_scan.CHUNK
    assert len(set(first) & set(measure_scan.lookalikes())) == len(first) // measure_scan.ORDINARY
