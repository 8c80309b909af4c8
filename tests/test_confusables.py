"""Is the generated table what its header says, and is it safe to read?"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from channelguard import confusables

MODULE = Path(confusables.__file__)
TOOL = Path(__file__).parents[1] / "tools" / "make_confusables.py"


def test_the_header_names_version_source_date_and_checksum(shared: Path) -> None:
    raw = (shared / "suites" / "unicode" / "confusables.txt").read_bytes()

    assert hashlib.sha256(raw).hexdigest() == confusables.SHA256
    assert f"# Version: {confusables.UNICODE_VERSION}\n" in raw.decode("utf-8-sig")
    assert f"# Date: {confusables.DATE}," in raw.decode("utf-8-sig")
    assert f"/{confusables.UNICODE_VERSION}/" in confusables.SOURCE


def test_the_module_holds_ascii_only() -> None:
    assert MODULE.read_bytes().isascii()


@pytest.mark.parametrize("name", ["FOLD", "LOOKS"])
def test_each_key_stands_once_and_has_a_value(name: str) -> None:
    keys: str = getattr(confusables, f"{name}_KEYS")
    values: str = getattr(confusables, f"{name}_VALUES")

    assert len(set(keys)) == len(keys) == values.count("\0") + 1


def test_each_han_character_has_one_simplified_form_that_is_final() -> None:
    table = dict(zip(confusables.HAN_KEYS, confusables.HAN_VALUES, strict=True))

    assert len(table) == len(confusables.HAN_KEYS) > 3_700
    assert not set(table) & set(table.values())


def test_ranges_of_unseen_characters_are_in_order_and_apart() -> None:
    ends = list(map(ord, confusables.UNSEEN))

    assert len(ends) % 2 == 0
    assert ends == sorted(ends)
    assert all(last + 1 < first for last, first in zip(ends[1::2], ends[2::2], strict=False))


def test_ascii_never_loads_the_table() -> None:
    script = (
        "import sys; from channelguard import fold\n"
        "for f in (fold.plain, fold.skeleton, fold.invisible, fold.unreversed):\n"
        "    f('TP-Wallet 1|m%')\n"
        "sys.exit('channelguard.confusables' in sys.modules)"
    )
    path = os.pathsep.join(filter(None, [str(MODULE.parents[1]), os.environ.get("PYTHONPATH")]))

    assert (
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": path}, check=False
        ).returncode
        == 0
    )


@pytest.mark.full
def test_the_tool_writes_the_same_module_again(shared: Path, tmp_path: Path) -> None:
    why = "cannot run here: not installed"
    unicodedata2 = pytest.importorskip("unicodedata2", reason=why)
    opencc = pytest.importorskip("opencc", reason=why)
    made_with = [
        f"Unicode character data {unicodedata2.unidata_version}",
        f"OpenCC {opencc.__version__}.",
    ]
    if not all(words in (confusables.__doc__ or "") for words in made_with):
        pytest.skip("cannot run here: the table was made with other versions of the packages")
    again = tmp_path / "confusables.py"
    source = shared / "suites" / "unicode" / "confusables.txt"
    subprocess.run([sys.executable, TOOL, source, again], check=True)

    assert again.read_text("utf-8") == MODULE.read_text("utf-8")
