"""Does publishing give what clients believe, and nothing that they would have to refuse?"""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any, ClassVar

import pytest
from securesystemslib.signer import SIGNER_FOR_URI_SCHEME, CryptoSigner, Key

from channelguard.errors import RegistryError, UpdateError
from channelguard.net import publish as publishing
from channelguard.net.keys import make_keys, read_keys
from channelguard.net.publish import publish
from channelguard.registry import plain_data

pytestmark = pytest.mark.full  # a published registry for each

Client = Any
"""The client of ``conftest.py``, who has the first publication stored."""


@pytest.fixture
def registry(first: Any, tmp_path: Path) -> Path:
    """Return a copy of the published YAML."""
    shutil.copytree(first.folder.parent / "registry", tmp_path / "registry")
    return tmp_path / "registry"


def review(registry: Path, before: str, after: str) -> None:
    """Change the brand files."""
    for path in (registry / "brands").iterdir():
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def test_publishing_again_only_renews(client: Client, registry: Path) -> None:
    done = publish(
        registry, client.repository.folder, client.repository.keys, now=client.now + 86_400
    )

    assert done.numbers == {"root": 1, "targets": 2, "snapshot": 2, "timestamp": 2}
    assert (done.version, done.changes) == (client.one["version"], ())
    assert client.refresh().ended == "current"


def test_a_second_edition_of_the_same_day_follows_the_first(client: Client, registry: Path) -> None:
    review(registry, "operator: ", "operator: The ")
    done = publish(registry, client.repository.folder, client.repository.keys, now=client.now)
    custom = client.repository.signed("targets").targets["registry.json"].custom

    assert done.version[:10] == client.one["version"][:10]
    assert custom == {"follows": [client.one["version"]]}
    assert client.refresh().ended == "applied"


@pytest.mark.full
def test_what_is_published_on_the_day_of_the_package_follows_it(
    client: Client, registry: Path, tmp_path: Path
) -> None:
    mine = plain_data()["version"]
    review(registry, f"last_verified: {client.one['version'][:10]}", f"last_verified: {mine[:10]}")
    review(registry, "operator: ", "operator: The ")
    publish(registry, tmp_path / "new", client.repository.keys, now=client.now)
    targets = json.loads((tmp_path / "new" / "metadata" / "1.targets.json").read_bytes())

    assert targets["signed"]["targets"]["registry.json"]["custom"] == {"follows": [mine]}


@pytest.mark.full
def test_an_older_registry_is_not_published(client: Client, registry: Path) -> None:
    day = client.one["version"][:10]
    review(registry, f"last_verified: {day}", f"last_verified: {plain_data()['version'][:10]}")
    before = client.repository.latest("timestamp").read_bytes()

    with pytest.raises(UpdateError, match="is older than"):
        publish(registry, client.repository.folder, client.repository.keys, now=client.now)
    assert client.repository.latest("timestamp").read_bytes() == before


@pytest.mark.full
def test_an_earlier_edition_of_the_day_is_older(client: Client, registry: Path) -> None:
    repository = client.repository
    review(registry, "operator: ", "operator: The ")
    publish(registry, repository.folder, repository.keys, now=client.now)
    review(registry, "operator: The ", "operator: ")

    with pytest.raises(UpdateError, match="is older than"):
        publish(registry, repository.folder, repository.keys, now=client.now)


def test_a_wrong_registry_is_not_published(client: Client, registry: Path) -> None:
    review(registry, "role: website", "role: palace")

    with pytest.raises(RegistryError, match="palace"):
        publish(registry, client.repository.folder, client.repository.keys, now=client.now)


@pytest.mark.full
def test_a_registry_that_clients_would_not_fetch_is_not_published(
    client: Client, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MAX_BYTES", 100_000)
    review(registry, "operator: ", "operator: The ")

    with pytest.raises(UpdateError, match="the limit is 100000"):
        publish(registry, client.repository.folder, client.repository.keys, now=client.now)


# keys


def test_new_keys_need_two_of_three_for_what_matters(first: Any) -> None:
    assert first.keys.thresholds == {"root": 2, "targets": 2, "snapshot": 1, "timestamp": 1}
    assert [len(rows) for rows in first.keys.keys.values()] == [3, 3, 1, 1]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_keys_are_for_us_alone(first: Any) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in first.keys.path.parent.iterdir()}

    assert modes == {0o600}


def test_keys_are_never_overwritten(first: Any) -> None:
    with pytest.raises(UpdateError, match="never overwritten"):
        make_keys(first.keys.path.parent)


def moved(first: Any, tmp_path: Path) -> Path:
    """Return a copy of the keys."""
    shutil.copytree(first.keys.path.parent, tmp_path / "keys")
    return tmp_path / "keys"


@pytest.mark.full
def test_a_key_may_be_out_of_reach_if_others_are_enough(
    client: Client, first: Any, registry: Path, tmp_path: Path
) -> None:
    folder = moved(first, tmp_path)
    (folder / "targets-2.pem").unlink()
    review(registry, "operator: ", "operator: The ")
    publish(registry, client.repository.folder, read_keys(folder), now=client.now)

    assert client.refresh().ended == "applied"


def test_too_few_keys_sign_nothing(client: Client, first: Any, tmp_path: Path) -> None:
    folder = moved(first, tmp_path)
    for name in ("targets-2.pem", "targets-1.pem"):
        (folder / name).unlink()
    before = client.repository.latest("timestamp").read_bytes()

    with pytest.raises(UpdateError, match="targets needs 2 signatures and 1 can be given"):
        publish(
            first.folder.parent / "registry",
            client.repository.folder,
            read_keys(folder),
            now=client.now,
        )
    assert client.repository.latest("timestamp").read_bytes() == before


class Token(CryptoSigner):
    """A key that is in no file, such as one in a hardware token; it wants a PIN."""

    held: ClassVar[dict[str, CryptoSigner]] = {}

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: Any = None
    ) -> CryptoSigner:
        """Find the key behind an address."""
        assert priv_key_uri == "token:slot-1"
        assert secrets_handler("PIN") == "1234"
        return cls.held[public_key.keyid]


def test_a_key_may_be_wherever_securesystemslib_finds_it(
    client: Client, first: Any, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SIGNER_FOR_URI_SCHEME, "token", Token)
    folder = moved(first, tmp_path)
    listed = json.loads((folder / "keys.json").read_bytes())
    for row in listed["targets"]["keys"]:
        Token.held[row["keyid"]] = CryptoSigner.from_priv_key_uri(
            f"file2:{folder / row['uri'].removeprefix('file2:')}",
            Key.from_dict(row["keyid"], dict(row["public"])),
        )
        row["uri"] = "token:slot-1"
    (folder / "keys.json").write_text(json.dumps(listed))
    review(registry, "operator: ", "operator: The ")
    publish(
        registry,
        client.repository.folder,
        read_keys(folder / "keys.json"),
        ask=lambda _: "1234",
        now=client.now,
    )

    assert client.refresh().ended == "applied"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="no roles"),
        pytest.param("[" * 20_000, id="deep"),
    ],
)
def test_a_file_that_lists_no_keys(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)

    with pytest.raises(UpdateError, match="is not of the form"):
        read_keys(tmp_path)


def test_a_threshold_of_nothing_is_refused(first: Any, tmp_path: Path) -> None:
    path = moved(first, tmp_path) / "keys.json"
    data = json.loads(path.read_bytes())
    data["targets"]["threshold"] = 0
    path.write_text(json.dumps(data))

    with pytest.raises(UpdateError, match="is not of the form"):
        read_keys(path)


@pytest.mark.full
def test_keys_are_exchanged_only_by_those_that_signed_before(
    client: Client, registry: Path, tmp_path: Path
) -> None:
    new, old = make_keys(tmp_path / "new"), client.repository.keys
    with pytest.raises(UpdateError, match="--old-keys"):
        publish(registry, client.repository.folder, new, now=client.now)
    review(registry, "operator: ", "operator: The ")
    done = publish(registry, client.repository.folder, new, old_keys=old, now=client.now)

    assert done.numbers["root"] == 2
    assert client.refresh().ended == "applied"


@pytest.mark.full
def test_a_root_that_ends_is_renewed(client: Client, registry: Path) -> None:
    later = client.now + 360 * 86_400
    repository = client.repository
    publish(registry, repository.folder, repository.keys, renew_root=True, now=later)

    assert client.refresh(now=later + 10 * 86_400).ended == "current"
