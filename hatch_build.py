"""What has to be compiled before the package is complete?

The registry, from reviewed YAML to one JSON file, the public suffixes, from the list inside the
package ``publicsuffixlist`` to one table, and the words of recovery phrases, from the lists inside
the package ``mnemonic`` to another. All go into ``channelguard/_data``: of the wheel,
or, for an editable installation, of the checkout. A stale registry there is harmless, because the
compiled file carries the digest of the YAML that it was made from.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "channelguard"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compile the data that the wheel ships."""

    _leftover: Path | None = None
    """Folder of the compiled files until the wheel is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled files and, for a wheel, name them in `build_data`."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        here = root / "src" / PACKAGE / "_data"
        target = here if version == "editable" else Path(mkdtemp(prefix=PACKAGE))
        target.mkdir(parents=True, exist_ok=True)
        for name, text in compiled(root).items():
            (target / name).write_text(text, "utf-8", newline="\n")
            if version != "editable":
                build_data["force_include"][str(target / name)] = f"{PACKAGE}/_data/{name}"
        self._leftover = None if version == "editable" else target

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files that the wheel now holds."""
        del version, build_data, artifact_path
        if self._leftover:
            rmtree(self._leftover)


def compiled(root: Path) -> dict[str, str]:
    """Return the text of each compiled file by its name."""
    with modules_of(root):
        suffix = import_module(f"{PACKAGE}.suffix")
        source = import_module(f"{PACKAGE}.registry_source")
        listed = suffix.published()
        if listed is None:
            message = "the package publicsuffixlist is needed to build"
            raise RuntimeError(message)
        mnemonics = import_module(f"{PACKAGE}.mnemonics")
        lists = mnemonics.published()
        if lists is None:
            message = "the package mnemonic is needed to build"
            raise RuntimeError(message)
        sealed = import_module(f"{PACKAGE}.compiled").sealed
        sentences = import_module(f"{PACKAGE}.sentence_source")
        registry = source.compile_folder(root / "registry")
        # Apart, because most checks are no messages, and the guide is asked for seldom.
        apart = {
            f"{table}.json": sealed({"digest": registry["digest"], table: registry.pop(table)})
            for table in ("help", "phrases")
        }
        return {
            "mnemonics.txt": mnemonics.compile_lists(lists),
            "registry.json": sealed(registry),
            **apart,
            "sentences.json": sealed(sentences.compile_sentences()),
            "suffixes.txt": suffix.compile_rules(listed.read_text("utf-8")),
        }


@contextmanager
def modules_of(root: Path) -> Iterator[None]:
    """Make the modules importable without running the package itself, which needs far more."""
    before = {name: module for name, module in sys.modules.items() if belongs(name)}
    for name in before:
        del sys.modules[name]
    package = ModuleType(PACKAGE)
    package.__path__ = [str(root / "src" / PACKAGE)]
    sys.modules[PACKAGE] = package
    writing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writing
        for name in [name for name in sys.modules if belongs(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def belongs(name: str) -> bool:
    """Tell whether a module is one of ours."""
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")
