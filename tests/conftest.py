"""What every test may ask for, and what a skipped test means on the build machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

SHARED = Path(__file__).parents[1].parent / "shared"
"""Suites and data that are not part of the repository; they stand beside the checkout."""
EXCUSE = "cannot run here:"
"""How the reason of a skip begins that may stand on the build machine too."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of suites and data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"{EXCUSE} no folder of suites beside the checkout")
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that the build machine sets by the variable ``CI``."""
    parser.addoption(
        "--no-skips",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help=f"a skipped test fails unless its reason begins with '{EXCUSE}'",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, Any, Any]:
    """Turn a skip of one test into a failure."""
    report = yield
    return _strict(item.config, report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, Any, Any]:
    """Turn a skip of a whole file into a failure."""
    report = yield
    return _strict(collector.config, report)


def _strict(config: pytest.Config, report: Any) -> Any:
    """Fail a report whose test was skipped without an excuse; expected failures stay."""
    if report.skipped and not hasattr(report, "wasxfail") and config.getoption("--no-skips"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        if not reason.removeprefix("Skipped: ").startswith(EXCUSE):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {reason}"
    return report
