"""Would the reviewed border accept this compiled registry?

A compiled registry that comes from elsewhere is written back to the files that it could have been
compiled from and compiled anew, so that there is one border and no second schema. It passes if the
border finds no problem and the result is the same again.
Leaves alone who made it (that is a signature) and whether its channels are genuine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from channelguard.compiled import FORMAT
from channelguard.errors import RegistryError
from channelguard.registry_schema import ID_FORM, LANGUAGE_FORM
from channelguard.registry_source import compile_folder

PLACE = "compiled registry"
"""What stands where a problem of a file names the file."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_COMPUTED = ("digest", "version")
"""What is made from the files themselves and cannot come out the same."""

_ANY = {"lang": "en"}
"""The language of a word is no longer known; every language is compiled alike."""


def prove(data: Any) -> None:
    """Return if a compiled registry is one that the border could have made.

    Raises:
        RegistryError: It is of another form, or any of it is wrong; `problems` lists it all.
    """
    form = data.get("format") if isinstance(data, dict) else None
    if form != FORMAT:
        raise RegistryError(
            PLACE, "format", f"must be {FORMAT}; a newer form needs a newer program"
        )
    try:
        files = dict(_files(data))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise RegistryError(PLACE, "", "is not shaped like a registry") from fault
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, tree in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            text = json.dumps(tree, ensure_ascii=False, indent=0)  # JSON is YAML
            (folder / path).write_text(text, "utf-8", newline="\n")
        try:
            again = compile_folder(folder)
        except RegistryError as fault:
            problems = [line.replace(f"{folder}/", "") for line in fault.problems]
            raise RegistryError(PLACE, "", problems[0], problems) from None
    if different := [key for key in {*data, *again} if _other(key, data, again)]:
        raise RegistryError(PLACE, min(different), "is not what compiling it again gives")


def _other(key: str, data: dict[str, Any], again: dict[str, Any]) -> bool:
    """Tell whether a part is missing, unknown or not what it says that it is."""
    if key == "digest":
        return not _DIGEST.fullmatch(str(data.get(key)))
    if key == "version":
        first = again["version"].partition(".")[0]
        return bool(data.get(key) != f"{first}.{str(data.get('digest'))[:8]}")
    return key not in data or key not in again or bool(data[key] != again[key])


def _files(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and content of each file that the registry could have been compiled from."""
    for brand in data["brands"]:
        if not re.fullmatch(ID_FORM, brand["brand"]):
            raise ValueError
        tree = _texts(brand)
        for row in (*tree["names"], *tree["short"]):
            del row["seen"]
        yield f"brands/{brand['brand']}.yaml", tree
    hosting, words, phrases = data["hosting"], data["words"], data["phrases"]
    head = {key: hosting[key] for key in ("source", "date")} | {"schema": "1"}
    yield "platforms.yaml", head | {key: _texts(data[key]) for key in ("platforms", "stores")}
    yield "hosting.yaml", _texts(hosting)
    yield "variants.yaml", _texts(data["variants"])
    yield "lists.yaml", head | {"lists": _texts(data["lists"])}
    yield "neighbours.yaml", head | {"neighbours": _texts(data["neighbours"])}
    terms = {
        key: [_ANY | {"text": word} for word in words[key]] for key in ("lures", "fans", "denials")
    }
    ordinary = frozenset(words["ordinary"])
    roles = [_ANY | {"text": w, "ordinary": _texts(w in ordinary)} for w in words["roles"]]
    kept = {key: value for key, value in _texts(words).items() if key != "ordinary"}
    yield "words.yaml", kept | terms | {"roles": roles}
    yield "phrases/en.yaml", head | {"ideas": phrases["ideas"]}
    yield "phrases/acts.yaml", head | {"acts": _texts(phrases["acts"])}
    yield "phrases/prices.yaml", head | _texts(phrases["prices"])
    for lang, guide in data["help"].items():
        if not re.fullmatch(LANGUAGE_FORM, lang):
            raise ValueError
        yield f"help/{lang}.yaml", _texts(guide)


def _texts(value: Any) -> Any:
    """Return data with every number and truth value as the text that stands in a file."""
    match value:
        case dict():
            return {key: _texts(each) for key, each in value.items()}
        case list():
            return list(map(_texts, value))
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case _:
            return value
