"""What the security tests share: what no line of an answer may hold."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def forbidden() -> frozenset[str]:
    """Return C0 but the line end, C1, bidirectional, invisible and tag characters, surrogates."""
    return frozenset(
        chr(number)
        for number in (
            *range(0x0A),
            *range(0x0B, 0x20),
            *range(0x7F, 0xA0),
            0x061C,
            *(0x200B, 0x200E, 0x200F),
            *range(0x2028, 0x202F),
            *range(0x2066, 0x206A),
            *range(0xD800, 0xE000),
            0xFEFF,
            *range(0xE0000, 0xE0080),
        )
    )
