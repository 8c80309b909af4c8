"""Is every attack of the list in some test, by its number?"""

from __future__ import annotations

import json
import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_attack_is_tried(shared: Path) -> None:
    listed = json.loads((shared / "suites" / "own" / "registry_attacks.json").read_bytes())
    text = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))

    assert len(listed) == 40
    assert [row["id"] for row in listed if not re.search(rf"\b{row['id']}\b", text)] == []
