"""A published registry, a server on this machine that serves it or lies, and a cache of its own.

The days are counted from the shipped registry, so that a new one changes no test.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import shutil
import ssl
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from channelguard import stored
from channelguard.compiled import sealed
from channelguard.net.keys import Keys, make_keys
from channelguard.net.publish import publish
from channelguard.net.refresh import Outcome, Source, refresh
from channelguard.net.store import hold
from channelguard.registry import plain_data
from channelguard.registry_files import bundled_folder
from channelguard.registry_source import compile_folder

SHIPPED = date.fromisoformat(plain_data()["version"][:10])
NOW = datetime.combine(SHIPPED + timedelta(days=5), datetime.min.time(), UTC).timestamp()
"""The clock of every test: the third day after the stored registry."""

Edit = Callable[[Any], Any]


def day(number: int) -> str:
    """Return a day so many days after the shipped registry."""
    return (SHIPPED + timedelta(days=number)).isoformat()


def changed(data: dict[str, Any], number: int, edit: Edit = lambda _: None) -> dict[str, Any]:
    """Return a compiled registry of another day and content, as it would be compiled."""
    new = deepcopy(data)
    edit(new)
    for brand in new["brands"]:
        brand["last_verified"] = day(number)
    new["digest"] = hashlib.sha256(json.dumps(new, sort_keys=True).encode()).hexdigest()
    new["version"] = f"{day(number)}.{new['digest'][:8]}"
    return new


def add_channel(value: str = "channelguard-test.org") -> Edit:
    """Return what adds a site to the first brand."""

    def edit(data: dict[str, Any]) -> None:
        row = next(r for r in data["brands"][0]["channels"] if r["kind"] == "site")
        data["brands"][0]["channels"].append(
            row | {"id": "added", "value": value, "scope": "host", "status": "current"}
        )

    return edit


@dataclass
class Repository:
    """A folder of signed files, and the keys to sign whatever a test wants."""

    folder: Path
    keys: Keys

    def latest(self, role: str) -> Path:
        """Return the newest file of a role."""
        metadata = self.folder / "metadata"
        if role == "timestamp":
            return metadata / "timestamp.json"
        return max(metadata.glob(f"*.{role}.json"), key=lambda p: int(p.name.split(".")[0]))

    def signed(self, role: str) -> Any:
        """Return what the newest file of a role says."""
        return Metadata.from_bytes(self.latest(role).read_bytes()).signed

    def root(self) -> bytes:
        """Return the first root."""
        return (self.folder / "metadata" / "1.root.json").read_bytes()

    def sign(
        self,
        data: dict[str, Any] | bytes | None = None,
        *,
        roles: dict[str, Edit] | None = None,
        signers: dict[str, list[Signer]] | None = None,
        follows: object = (),
    ) -> None:
        """Publish anything, with right signatures unless told otherwise.

        Args:
            data: The registry, or the bytes of the target; the published ones if None.
            roles: By role, what is done to the metadata before they are signed.
            signers: By role, who signs instead of the right keys.
            follows: What the target says about versions of its day.
        """
        edits, others = roles or {}, signers or {}
        numbers = {
            role: self.signed(role).version + 1 for role in ("targets", "snapshot", "timestamp")
        }
        target = self.signed("targets").targets["registry.json"]
        if data is not None:
            text = data if isinstance(data, bytes) else sealed(data).encode()
            target = TargetFile.from_data("registry.json", text, ["sha256"])
            target.unrecognized_fields["custom"] = {"follows": follows}
            (self.folder / "targets" / f"{target.hashes['sha256']}.registry.json").write_bytes(text)
        until = datetime.fromtimestamp(NOW, UTC) + timedelta(days=10)

        def write(role: str, signed: Any) -> MetaFile:
            edits.get(role, lambda _: None)(signed)
            metadata: Metadata[Any] = Metadata(signed)
            for signer in others.get(role) or self.keys.signers(role):
                metadata.sign(signer, append=True)
            text = metadata.to_bytes()
            name = f"{'' if role == 'timestamp' else f'{numbers[role]}.'}{role}.json"
            (self.folder / "metadata" / name).write_bytes(text)
            return MetaFile.from_data(signed.version, text, ["sha256"])

        meta = write("targets", Targets(numbers["targets"], None, until, {"registry.json": target}))
        meta = write("snapshot", Snapshot(numbers["snapshot"], None, until, {"targets.json": meta}))
        write("timestamp", Timestamp(numbers["timestamp"], None, until, meta))


@dataclass
class Server:
    """A server that serves a folder, and lies where a test says so."""

    folder: Path
    ca: Path
    """The file of the certificate to believe."""
    port: int = 0
    answers: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    """By the end of a path, what answers instead."""
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the folder."""
        return f"https://localhost:{self.port}/"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return whoever signs the certificates of the servers."""
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers: ``serve(folder, "localhost")``."""
    running = []
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def start(folder: Path, *names: str) -> Server:
        told = Server(folder, tmp_path / "ca.pem")

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(folder))

            def do_GET(self) -> None:
                told.asked.append(self.path)
                told.heads.append(dict(self.headers))
                for end, answer in told.answers.items():
                    if self.path.endswith(end):
                        answer(self)
                        return
                super().do_GET()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """Say nothing: tests hang up."""

        server = Quiet(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(names or ("localhost",))).configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        running.append((server, thread))
        told.port = server.server_port
        return told

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with the shipped registry, reviewed a day later."""
    place = tmp_path_factory.mktemp("first")
    keys = make_keys(place / "keys")
    registry = place / "registry"
    shutil.copytree(bundled_folder(), registry)
    for path in (registry / "brands").iterdir():
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [
            f"last_verified: {day(1)}\n" if line.startswith("last_verified: ") else line
            for line in lines
        ]
        path.write_text("".join(kept), "utf-8")
    publish(registry, place / "repository", keys, now=NOW)
    return Repository(place / "repository", keys)


@pytest.fixture(scope="session")
def one(first: Repository) -> dict[str, Any]:
    """Return the compiled registry that is published first."""
    data: dict[str, Any] = json.loads(json.dumps(compile_folder(first.folder.parent / "registry")))
    return data


@pytest.fixture
def repository(first: Repository, tmp_path: Path) -> Repository:
    """Return a copy of it that a test may spoil."""
    shutil.copytree(first.folder, tmp_path / "repository")
    return Repository(tmp_path / "repository", first.keys)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache of the test's own, where the store will be."""
    monkeypatch.setenv(stored.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "registry"


@dataclass
class Client:
    """Somebody who has refreshed once, and does so again."""

    source: Source
    server: Server
    repository: Repository
    place: Path
    one: dict[str, Any]
    now: float = NOW

    def changed(self, number: int, edit: Edit | None = None) -> dict[str, Any]:
        """Return the registry of a day after the shipped one, with a site more."""
        return changed(self.one, number, edit or add_channel())

    def exchange_keys(self, folder: Path, *, agreed: bool) -> None:
        """Publish a root with new keys, signed by the new ones and, if agreed, by the old ones."""
        repository, keys = self.repository, make_keys(folder)
        root: Root = repository.signed("root")
        root.version += 1
        root.keys = {key.keyid: key for rows in keys.keys.values() for _, key in rows}
        for role, rows in keys.keys.items():
            root.roles[role].keyids = [key.keyid for _, key in rows]
        metadata: Metadata[Root] = Metadata(root)
        signers = keys.signers("root") + (repository.keys.signers("root") if agreed else [])
        for signer in signers:
            metadata.sign(signer, append=True)
        path = repository.folder / "metadata" / f"{root.version}.root.json"
        path.write_bytes(metadata.to_bytes())
        repository.keys = keys

    def publish(self, number: int, edit: Edit | None = None, **options: Any) -> str:
        """Publish that registry, signed as it should be; return its version."""
        data = self.changed(number, edit)
        self.repository.sign(data, **options)
        return str(data["version"])

    def current(self, later: float = 0) -> stored.Stored:
        """Return what is stored, some seconds later."""
        return stored.current(plain_data()["version"], now=NOW + later)

    def refresh(self, **options: Any) -> Outcome:
        """Refresh, at the time of the tests and without waiting."""
        return refresh(self.source, **({"at_once": True, "now": NOW} | options))


@pytest.fixture(scope="session")
def kept(first: Repository, one: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of somebody who has refreshed once, without a server."""
    place = tmp_path_factory.mktemp("kept") / "registry"
    target = first.signed("targets").targets["registry.json"]
    until = stored.iso(first.signed("timestamp").expires.timestamp())
    with hold(place) as store:
        digest = target.hashes["sha256"]
        store.keep({"registry": one, "sha256": digest, "follows": [], "until": until})
        store.done(NOW)
        for role in ("timestamp", "snapshot", "targets"):
            store.write(place / "tuf" / f"{role}.json", first.latest(role).read_bytes())
    return place


@pytest.fixture
def client(
    repository: Repository,
    serve: Callable[..., Server],
    cache: Path,
    kept: Path,
    one: dict[str, Any],
) -> Client:
    """Return a client that has the first registry stored."""
    shutil.copytree(kept, cache)
    cache.parent.chmod(0o700)
    server = serve(repository.folder)
    return Client(Source(server.url, repository.root(), server.ca), server, repository, cache, one)
