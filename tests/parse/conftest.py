"""What every test of the reader may ask for: the shipped tables, and one input read with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channelguard.parse import parse
from channelguard.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from channelguard.model import Subject
    from channelguard.platforms import Platforms


@pytest.fixture(scope="session")
def platforms() -> Platforms:
    """Return the shipped tables of platforms, stores and wrappers."""
    return Registry.load().platforms


@pytest.fixture(scope="session")
def read(platforms: Platforms) -> Callable[..., Subject]:
    """Return a function that reads one input: text, and ``kind`` or ``platform`` if known."""

    def reader(raw: str, *, kind: str | None = None, platform: str | None = None) -> Subject:
        return parse(raw, platforms, kind=kind, platform=platform)

    return reader
