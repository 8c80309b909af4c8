"""Write what the checker answers today into ``tests/corpus``, so that a review shows what moved.

    python tools/refresh_corpus.py [FILE ...]

Inputs, kinds and platforms stay as they are; level, imitated channel and counted rules are
written anew. A new row needs its input only: ``{"input": "..."}``. Read the difference line by
line before it is committed: each changed line is a promise that was changed.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus"


def main(paths: list[str]) -> int:
    """Rewrite the given files, or all; print how many lines changed in each."""
    from channelguard.guard import Guard  # noqa: PLC0415 - `_line` is used without the package
    from channelguard.registry import Registry  # noqa: PLC0415 - as above

    guard = Guard(Registry.load())
    for path in map(Path, paths) if paths else sorted(CORPUS.glob("*.jsonl")):
        before = path.read_text("utf-8").splitlines()
        after = [_line(_answered(json.loads(line), guard)) for line in before]
        path.write_text("".join(f"{line}\n" for line in after), "utf-8")
        moved = sum(old != new for old, new in zip(before, after, strict=True))
        print(f"{path.name}: {len(after)} rows, {moved} changed")
    return 0


def _answered(row: dict[str, Any], guard: Any) -> dict[str, Any]:
    """Return the row with the answer of today."""
    kind, platform = row.get("kind"), row.get("platform")
    verdict = guard.check(row["input"], kind=kind, platform=platform)
    return {
        "input": row["input"],
        "kind": kind,
        "platform": platform,
        "level": verdict.level.name.lower(),
        "imitates": verdict.imitates,
        "rules": [one.rule for one in verdict.evidence if one.counted],
    }


def _line(row: dict[str, Any]) -> str:
    r"""Return a row as JSON in which everything but ASCII and Han is escaped.

    >>> print(_line({"input": "t\u043eken\u94b1\u5305"}).encode("unicode_escape").decode())
    {"input": "t\\u043eken\u94b1\u5305"}
    """
    return _ESCAPED.sub(_written_out, json.dumps(row))


def _written_out(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if "\u4e00" <= letter <= "\u9fff" else found[0]


_ESCAPED = re.compile(r"(?<!\\)\\u([0-9a-f]{4})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
