"""Is nothing believed but what enough of the right keys signed, in order, for this very place?

The numbers are those of ``suites/own/registry_attacks.json``. The attacker has the server, and in
some of the attacks a key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root

from channelguard.compiled import sealed
from channelguard.errors import UpdateError

pytestmark = pytest.mark.full  # a published registry for each attack

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""


full = pytest.mark.full
"""Attacks that one beside them resembles."""


def spoil(client: Client, role: str, change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of the newest file of a role."""
    path = client.repository.latest(role)
    path.write_bytes(change(path.read_bytes()))


def target(client: Client) -> Path:
    """Return the file of the registry that is published."""
    signed = client.repository.signed("targets").targets["registry.json"]
    folder: Path = client.repository.folder
    return folder / "targets" / f"{signed.hashes['sha256']}.registry.json"


def spoilt(role: str, change: Callable[[bytes], bytes]) -> Callable[[Client, Path], None]:
    """Return the attack that publishes a second registry and changes a file of it."""

    def attack(client: Client, _: Path) -> None:
        client.publish(2)
        spoil(client, role, change)

    return attack


def unsigned(data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"signatures": []}).encode()


def other_version(data: bytes) -> bytes:
    return data.replace(b'"version":2', b'"version":3')


def other_signature(data: bytes) -> bytes:
    at = data.index(b'"sig":"') + 7
    return data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]


def one_signature_twice(data: bytes) -> bytes:
    tree = json.loads(data)
    return json.dumps(tree | {"signatures": tree["signatures"][:1] * 2}).encode()


def doubled_key(data: bytes) -> bytes:
    return data.replace(b'"signed":{', b'"signed":{},"signed":{', 1)


def not_a_number(data: bytes) -> bytes:
    return data.replace(b'"signed":{', b'"signed":{"x":NaN,', 1)


def deep(_: bytes) -> bytes:
    return b"[" * 8_000


def changed_target(client: Client, _: Path) -> None:
    client.publish(2)
    path = target(client)
    path.write_bytes(path.read_bytes().replace(b"channelguard-test.org", b"channelguard-tset.org"))


def by_a_stranger(client: Client, _: Path) -> None:
    client.publish(2, signers={"targets": [CryptoSigner.generate_ed25519() for _ in range(2)]})


def by_one_of_two(client: Client, _: Path) -> None:
    client.publish(2, signers={"targets": client.repository.keys.signers("targets")[:1]})


def same_key_under_two_ids(client: Client, _: Path) -> None:
    signer = client.repository.keys.signers("targets")[0]
    again = CryptoSigner(signer._private_key)  # noqa: SLF001 (the attacker has the key)
    again.public_key.keyid = client.repository.keys.signers("targets")[1].public_key.keyid
    client.publish(2, signers={"targets": [signer, again]})


def by_the_wrong_role(client: Client, _: Path) -> None:
    client.publish(2, signers={"targets": client.repository.keys.signers("timestamp")})


def snapshot_for_targets(client: Client, _: Path) -> None:
    client.publish(2)
    text = client.repository.latest("snapshot").read_bytes()
    client.repository.latest("targets").write_bytes(text)


def older_than_seen(client: Client, _: Path) -> None:
    old = client.repository.latest("timestamp").read_bytes()
    client.publish(2, roles={"targets": expire})
    with pytest.raises(UpdateError, match="expired"):
        client.refresh()
    client.repository.latest("timestamp").write_bytes(old)


def expire(signed: Any) -> None:
    signed.expires = signed.expires.replace(year=signed.expires.year - 1)


def older_registry(client: Client, _: Path) -> None:
    client.publish(0)


def same_version(client: Client, _: Path) -> None:
    data = client.changed(1)
    client.repository.sign(data | {k: client.one[k] for k in ("version", "digest")})


def numbered_one(signed: Any) -> None:
    signed.version = 1


def same_number(client: Client, _: Path) -> None:
    """Sign other targets under the number that the client has seen."""
    client.publish(2, roles={"targets": numbered_one})
    latest = client.repository.latest("targets")
    latest.rename(latest.with_name("1.targets.json"))


def same_timestamp(client: Client, _: Path) -> None:
    client.publish(2, roles={"timestamp": numbered_one})


def old_targets_as_new(client: Client, _: Path) -> None:
    old = client.repository.latest("targets").read_bytes()
    client.publish(2)
    client.repository.latest("targets").write_bytes(old)


def root_by_new_keys_alone(client: Client, tmp_path: Path) -> None:
    client.exchange_keys(tmp_path / "new keys", agreed=False)
    client.publish(2)


def skipped_root(client: Client, tmp_path: Path) -> None:
    client.exchange_keys(tmp_path / "new keys", agreed=True)
    client.publish(2)
    path = client.repository.latest("root")
    path.rename(path.with_name("3.root.json"))


def third_root_as_second(client: Client, _: Path) -> None:
    root: Any = client.repository.signed("root")
    root.version = 3
    metadata: Metadata[Root] = Metadata(root)
    for signer in client.repository.keys.signers("root"):
        metadata.sign(signer, append=True)
    (client.repository.folder / "metadata" / "2.root.json").write_bytes(metadata.to_bytes())
    client.publish(2)


def no_channels(data: dict[str, Any]) -> None:
    data["brands"][0] |= {"channels": [], "names": [], "short": []}


def all_retired(data: dict[str, Any]) -> None:
    data["brands"][0]["names"] = data["brands"][0]["names"][:1]
    imitated = data["brands"][0]["names"][0]["imitates"]
    for row in data["brands"][0]["channels"]:
        row["status"] = "legacy" if row["value"] == imitated else "retired"


def wrong_value(data: dict[str, Any]) -> None:
    data["brands"][0]["channels"][0]["value"] = "two\nlines"


def missing_key(data: dict[str, Any]) -> None:
    del data["brands"][0]["channels"][0]["role"]


def unknown_key(data: dict[str, Any]) -> None:
    data["brands"][0]["channels"][0]["trust"] = "full"


def unknown_table(data: dict[str, Any]) -> None:
    data["more"] = {}


def other_fold(data: dict[str, Any]) -> None:
    data["brands"][0]["names"][0]["seen"] = "somethingelse"


def wildcard(data: dict[str, Any]) -> None:
    row = next(r for r in data["brands"][0]["channels"] if r["scope"] == "host")
    row |= {"value": "pages.dev", "status": "current"}


def path_as_brand(data: dict[str, Any]) -> None:
    data["brands"][0]["brand"] = "../../x"


def newer_form(data: dict[str, Any]) -> None:
    data["format"] += 1


def expired_registry(data: dict[str, Any]) -> None:
    last = date.fromisoformat(data["brands"][0]["last_verified"]) + timedelta(days=2)
    data["expires"] = data["brands"][0]["valid_until"] = last.isoformat()


def registry(edit: Callable[[dict[str, Any]], None]) -> Callable[[Client, Path], None]:
    """Return the attack of somebody with all keys who publishes a wrong registry."""

    def attack(client: Client, _: Path) -> None:
        client.publish(2, edit)

    return attack


def text(change: Callable[[bytes], bytes]) -> Callable[[Client, Path], None]:
    """Return the attack of somebody with all keys who signs other bytes under a right seal."""

    def attack(client: Client, _: Path) -> None:
        body = change(sealed(client.changed(2)).encode().partition(b"\n")[2].strip())
        head = b"# SHA-256: " + hashlib.sha256(body).hexdigest().encode()
        client.repository.sign(head + b"\n" + body + b"\n")

    return attack


def list_of_nothing(_: bytes) -> bytes:
    return b"[]"


def brands_twice(body: bytes) -> bytes:
    return body.replace(b'{"brands":', b'{"brands":[],"brands":', 1)


def price_is_none(body: bytes) -> bytes:
    at = body.index(b'"bias":') + 7
    return body[:at] + b"NaN" + body[body.index(b",", at) :]


def spaced(body: bytes) -> bytes:
    return body.replace(b'{"brands":', b'{ "brands":', 1)


def tomorrow(client: Client, _: Path) -> None:
    client.publish(30)


def escaping_name(client: Client, _: Path) -> None:
    def rename(signed: Any) -> None:
        one = signed.targets.pop("registry.json")
        signed.targets["../../registry.json"] = one

    client.publish(2, roles={"targets": rename})


def escaping_role(client: Client, _: Path) -> None:
    def rename(signed: Any) -> None:
        signed.meta["../../x.json"] = signed.meta.pop("targets.json")

    client.publish(2, roles={"snapshot": rename})


REFUSED = [
    pytest.param(spoilt("timestamp", unsigned), "signed by 0/1", id="R01 timestamp unsigned"),
    pytest.param(spoilt("targets", unsigned), "length", id="R01 targets unsigned"),
    pytest.param(by_a_stranger, "signed by 0/2", id="R02 unknown keys"),
    pytest.param(spoilt("timestamp", other_version), "signed by 0/1", id="R03 timestamp"),
    pytest.param(spoilt("snapshot", other_version), "hash", id="R03 snapshot"),
    pytest.param(changed_target, "hash", id="R03 registry"),
    pytest.param(spoilt("timestamp", other_signature), "signed by 0/1", id="R04 signature"),
    pytest.param(by_the_wrong_role, "signed by 0/2", id="R05 key of another role"),
    pytest.param(snapshot_for_targets, "length|hash|type", id="R05 file of another role"),
    pytest.param(older_than_seen, "must be >= 2", id="R06 lower number"),
    pytest.param(older_registry, "does not come after", id="R06 lower version"),
    pytest.param(same_version, "has other content", id="R07 same version"),
    pytest.param(same_number, "same number", id="R07 same number"),
    pytest.param(same_timestamp, "same number", id="R07 same number of the timestamp"),
    pytest.param(by_one_of_two, "signed by 1/2", id="R12 too few"),
    pytest.param(spoilt("timestamp", one_signature_twice), "deserialize", id="R12 twice"),
    pytest.param(same_key_under_two_ids, "signed by 1/2", id="R12 one key, two ids"),
    pytest.param(root_by_new_keys_alone, "root was signed by 0/2", id="R15 new keys alone"),
    pytest.param(skipped_root, "signed by 0/", id="R16 root missing"),
    pytest.param(
        third_root_as_second, "Expected root version 2", id="R16 root skipped", marks=full
    ),
    pytest.param(old_targets_as_new, "length|hash", id="R17 mix and match"),
    pytest.param(registry(wrong_value), "value", id="R23 wrong value"),
    pytest.param(registry(missing_key), "role is missing", id="R23 missing key", marks=full),
    pytest.param(registry(unknown_key), "trust", id="R23 unknown key", marks=full),
    pytest.param(registry(unknown_table), "more", id="R23 unknown table", marks=full),
    pytest.param(registry(other_fold), "brands", id="R23 not what compiling gives", marks=full),
    pytest.param(
        registry(wildcard), "public suffix", id="R23 host of everybody", marks=pytest.mark.full
    ),
    pytest.param(registry(path_as_brand), "shaped", id="R23 path for a brand", marks=full),
    pytest.param(
        registry(expired_registry),
        "expired on",
        id="R23 last day has passed",
        marks=pytest.mark.full,
    ),
    pytest.param(registry(newer_form), "format", id="R39 newer form", marks=full),
    pytest.param(text(list_of_nothing), "not as it is written", id="R23 no object", marks=full),
    pytest.param(text(deep), "recursion|refused", id="R23 too deep", marks=full),
    pytest.param(registry(no_channels), "at least", id="R26 no channels"),
    pytest.param(
        registry(all_retired), "no current", id="R26 none current", marks=pytest.mark.full
    ),
    pytest.param(escaping_name, "signs no registry.json", id="R27 name of the target"),
    pytest.param(escaping_role, "targets", id="R27 name of a role"),
    pytest.param(text(brands_twice), "not as it is written", id="R33 a brand twice", marks=full),
    pytest.param(text(price_is_none), "none", id="R33 registry, NaN", marks=full),
    pytest.param(text(spaced), "not as it is written", id="R33 registry, spaces", marks=full),
    pytest.param(spoilt("timestamp", doubled_key), "stands twice", id="R33 a key twice"),
    pytest.param(spoilt("timestamp", not_a_number), "number is none", id="R33 NaN"),
    pytest.param(spoilt("timestamp", deep), "no JSON", id="R33 too deep"),
    pytest.param(tomorrow, "still to come", id="R11 registry of the future"),
]


@pytest.mark.parametrize(("attack", "says"), REFUSED)
def test_an_attack_is_refused(
    client: Client, tmp_path: Path, attack: Callable[[Client, Path], None], says: str
) -> None:
    before = (client.place / "registry.json").read_bytes()
    attack(client, tmp_path)

    with pytest.raises(UpdateError, match=says) as refusal:
        client.refresh()

    assert str(refusal.value).count("\n") == 0
    assert (client.place / "registry.json").read_bytes() == before
    assert client.current().registry == client.one


def two_keys(client: Client, _: Path) -> None:
    client.publish(2, signers={"targets": client.repository.keys.signers("targets")[1:]})


def exchanged(client: Client, tmp_path: Path) -> None:
    client.exchange_keys(tmp_path / "new keys", agreed=True)
    client.publish(2)


def followed(client: Client, _: Path) -> None:
    client.publish(1, follows=[client.one["version"]])


def bare(client: Client, _: Path) -> None:
    client.publish(2)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(bare, id="newer"),
        pytest.param(two_keys, id="R13 two of three keys"),
        pytest.param(exchanged, id="R14 keys exchanged by old and new"),
        pytest.param(followed, id="same day, signed as following"),
    ],
)
def test_an_honest_update_is_used(
    client: Client, tmp_path: Path, change: Callable[[Client, Path], None]
) -> None:
    change(client, tmp_path)
    version = client.repository.signed("targets")
    outcome = client.refresh()

    assert version.targets["registry.json"].hashes["sha256"]
    assert outcome.ended == "applied"
    assert [str(change) for change in outcome.update.changes] == [
        f"+ {client.one['brands'][0]['brand']}: site channelguard-test[.]org (current, website)"
    ]
    assert client.current().registry != client.one
    assert client.current().version == outcome.version


def test_the_same_day_needs_a_signed_order(client: Client) -> None:
    client.publish(1, follows=["2020-01-01.00000000"])

    with pytest.raises(UpdateError, match="does not come after"):
        client.refresh()


def test_fast_forward_ends_with_new_keys(client: Client, tmp_path: Path) -> None:
    """R11: whoever had the key of the timestamp has used up all of its numbers."""

    def far(signed: Any) -> None:
        signed.version = 2**53

    client.publish(2, roles={"timestamp": far})
    client.refresh()

    def near(signed: Any) -> None:
        signed.version = 9

    client.publish(3, roles={"timestamp": near})
    with pytest.raises(UpdateError, match="must be >="):
        client.refresh()

    client.exchange_keys(tmp_path / "new keys", agreed=True)
    client.publish(3)

    assert client.refresh().ended == "applied"
