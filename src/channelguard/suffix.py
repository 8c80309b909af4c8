"""Where does the registered name of a host end, and the public suffix begin?

Follows the Public Suffix List, private section included: ``tpwallet.pages.dev`` is a name of its
own under ``pages.dev``. Answers as `tldextract` does, in a fraction of its time.

Leaves alone unlisted endings: ``server.lan`` has no suffix, and its name is the last label.

The rules are compiled when the package is built. In a checkout that was never built they come
from the file of the package ``publicsuffixlist``, which is read without being imported.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from channelguard.errors import RegistryError

COMPILED = Path(__file__).parent / "_data" / "suffixes.txt"
"""The table that the build writes."""
HEADER = "# channelguard public suffixes 1"
"""First line of the table; the number counts incompatible changes."""

_ENDS, _WILD, _MORE = 1, 2, 4
_ENDS_WILD = _ENDS | _WILD
"""What a row of the table says about its suffix: a rule ends here, a wildcard follows, longer
rules exist."""
_IPV4_LABELS = 4
_OCTETS = frozenset(map(str, range(256)))
"""What may stand between the dots of an IPv4 address."""
_loaded: dict[str, int] = {}
"""Suffix to the sum of what is said about it; empty until the first look-up."""


def split(host: str) -> tuple[str, str, str]:
    """Return subdomain, registered name and public suffix of a host.

    Args:
        host: Lower case, A-labels, no trailing dot: what `ada_url` reports as the hostname.

    Each part is empty where there is none: an unlisted ending gives no suffix, a host that is a
    suffix itself no name. An address is all name.

    Raises:
        RegistryError: There are no rules to be read.

    >>> split("www.tokenpocket.pro"), split("a.b.co.uk"), split("pages.dev")
    (('www', 'tokenpocket', 'pro'), ('a', 'b', 'co.uk'), ('', '', 'pages.dev'))
    """
    rules = _loaded or _load()
    labels = host.split(".")
    last = len(labels) - 1
    tail = labels[last]
    said = rules.get(tail, 0)
    if last == 1 and (said & _ENDS_WILD) == _ENDS and host not in rules:
        return "", labels[0], tail  # most hosts, and the answer in half the time
    start, suffix = _walk(labels, said, rules)
    if start < 0:
        return _unlisted(host)
    name = labels[start - 1] if start else ""
    return host[: -len(name) - len(suffix) - 2] if start > 1 else "", name, suffix


def is_public_suffix(host: str) -> bool:
    """Tell whether strangers register names directly under this host.

    >>> is_public_suffix("co.uk"), is_public_suffix("tokenpocket.pro")
    (True, False)
    """
    return split(host)[2] == host != ""


def top_level() -> list[str]:
    """Return every public suffix of one label, as A-labels, in the order of the alphabet.

    >>> {"com", "pro"} <= set(top_level()), "lan" in top_level()
    (True, False)
    """
    rules = _loaded or _load()
    return sorted(one for one, said in rules.items() if said & _ENDS and _is_label(one))


def compile_rules(text: str) -> str:
    """Return the table made from a Public Suffix List, ready to be written to `COMPILED`.

    Args:
        text: The list as published: one rule per line, Unicode, comments behind ``//``.
    """
    said: dict[str, int] = {}
    for line in text.splitlines():
        rule = line.split(maxsplit=1)[0] if line.strip() else "//"
        if not rule.startswith("//"):
            _add(said, rule)
            if not rule.isascii():
                _add(said, ".".join(map(_ascii_label, rule.split("."))))
    rows = [
        f"{flags} {' '.join(sorted(s for s, f in said.items() if f == flags))}"
        for flags in sorted(set(said.values()))
    ]
    body = "\n".join(rows) + "\n"
    stamps = [
        line[3:] for line in text.splitlines() if line.startswith(("// VERSION", "// COMMIT"))
    ]
    head = [
        HEADER,
        "# Compiled from https://publicsuffix.org/list/public_suffix_list.dat; licence: MPL-2.0,",
        "# https://mozilla.org/MPL/2.0/. " + " ".join(stamps),
        "# SHA-256: " + hashlib.sha256(body.encode()).hexdigest(),
    ]
    return "\n".join(head) + "\n" + body


def published() -> Path | None:
    """Return the list inside the package ``publicsuffixlist``; `None` where that is missing."""
    spec = find_spec("publicsuffixlist")
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).with_name("public_suffix_list.dat")
    return path if path.is_file() else None


def _walk(labels: list[str], said: int, rules: dict[str, int]) -> tuple[int, str]:
    """Return where the suffix begins, as an index of `labels`, and the suffix; -1 for none.

    Goes from the right for as long as there are longer rules; `said` belongs to the last label.
    """
    at = len(labels) - 1
    tail = labels[at]
    start, suffix = (at, tail) if said & _ENDS else (-1, "")
    while said >= _MORE and at:
        longer = f"{labels[at - 1]}.{tail}"
        if longer not in rules:
            if said & _WILD:
                start, suffix = (at, tail) if "!" + longer in rules else (at - 1, longer)
            break
        at, tail, said = at - 1, longer, rules[longer]
        if said & _ENDS:
            start, suffix = at, tail
    return start, suffix


def _unlisted(host: str) -> tuple[str, str, str]:
    """Split a host without a public suffix: an address is whole, else the last label names it."""
    if host[-1:] == "]" or (host[-1:].isdigit() and _is_ipv4(host)):
        return "", host, ""
    subdomain, _, name = host.rpartition(".")
    return subdomain, name, ""


def _is_ipv4(host: str) -> bool:
    """Tell whether the host is an IPv4 address in its canonical spelling."""
    labels = host.split(".")
    return len(labels) == _IPV4_LABELS and _OCTETS.issuperset(labels)


def _add(said: dict[str, int], rule: str) -> None:
    """Note one rule, and at each shorter ending that longer ones exist."""
    said[rule] = said.get(rule, 0) | _ENDS
    label, _, rest = rule.partition(".")
    while rest:
        said[rest] = said.get(rest, 0) | _MORE | (_WILD if label == "*" else 0)
        label, _, rest = rest.partition(".")


def _is_label(text: str) -> bool:
    return "." not in text and text.isascii()


def _ascii_label(label: str) -> str:
    """Return the A-label; the labels of the list are normalised already."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


def _load() -> dict[str, int]:
    """Fill the table at the first look-up, in one step that other threads cannot see half of."""
    _loaded.update(_parse(_text()))
    return _loaded


def _text() -> str:
    """Return the compiled table, from the build or made now."""
    try:
        return COMPILED.read_text("utf-8")
    except FileNotFoundError:
        path = published()
    if path is None:
        problem = "is missing; install the package publicsuffixlist, or build channelguard"
        raise RegistryError(COMPILED, "", problem) from None
    return compile_rules(path.read_text("utf-8"))


def _parse(text: str) -> dict[str, int]:
    """Read a compiled table whose checksum is right."""
    head, _, body = text.partition("\n# SHA-256: ")
    digest, _, body = body.partition("\n")
    if not head.startswith(f"{HEADER}\n"):
        raise RegistryError(COMPILED, "line 1", "is not a table of this version; build again")
    if digest != hashlib.sha256(body.encode()).hexdigest():
        raise RegistryError(COMPILED, "line 4", "does not match its checksum; build again")
    table: dict[str, int] = {}
    for row in body.splitlines():
        flags, *suffixes = row.split(" ")
        table |= dict.fromkeys(suffixes, int(flags))
    return table


def registrable(host: str) -> str:
    """Return the registrable domain of a host, or the host itself where there is none.

    >>> registrable("www.tokenpocket.pro"), registrable("a.b.co.uk")
    ('tokenpocket.pro', 'b.co.uk')
    """
    _, name, ending = split(host)
    return f"{name}.{ending}" if name and ending else host
