"""Is what the build compiled whole, and was it made from the files that lie beside it?

A compiled file is a line with the SHA-256 of the rest, and one JSON object that carries the digest
of its sources. What is torn, changed or stale is not read: the sources are, which takes longer.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("_data")
"""Where the build puts compiled files; absent in a checkout that was never built."""

FORMAT = 1
"""Version of the compiled registry; raised by every change that older readers cannot follow."""

_HEAD = "# SHA-256: "


def sealed(data: dict[str, Any]) -> str:
    """Return the text of a compiled file; the same data gives the same text."""
    body = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"{_HEAD}{hashlib.sha256(body.encode()).hexdigest()}\n{body}\n"


def opened(text: bytes) -> dict[str, Any] | None:
    """Return the data of a compiled file that was read whole, else None."""
    head, _, body = text.partition(b"\n")
    body = body.removesuffix(b"\n")
    if head.decode("ascii", "replace") != _HEAD + hashlib.sha256(body).hexdigest():
        return None
    data = json.loads(body)  # whole, so that it is what `sealed` wrote
    return data if isinstance(data, dict) else None


def unsealed(name: str, digest: str) -> dict[str, Any] | None:
    """Return the data of a compiled file whose sources have this digest, else None."""
    try:
        data = opened((FOLDER / name).read_bytes())
    except OSError:
        return None
    return data if data is not None and data.get("digest") == digest else None
