# SPDX-License-Identifier: GPL-3.0-or-later
"""Files exchanged, both ways, with the npm package age-encryption, and the vectors of cctv-age."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.envelope.samples import ALICE, BOB, content_of

from protectnet.envelope import (
    HybridIdentity,
    HybridRecipient,
    PayloadFailure,
    ScryptIdentity,
    decrypt,
    encrypt,
    parse_identity,
)
from protectnet.envelope.stream import CHUNK

pytestmark = pytest.mark.interop

HERE = Path(__file__).parent
BUILT = HERE.parents[1] / "build/interop-age"
VECTORS = HERE.parent / "vectors/age"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 500, 4 << 20]

Node = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def node() -> Node:
    """Install the locked packages; return what runs a verb of age.mjs and gives its answer."""
    npm, program = shutil.which("npm"), shutil.which("node")
    if npm is None or program is None:
        pytest.skip("NOT RUN: node and npm are not installed")
    environment = dict(os.environ)  # as it is before each test gets a home of its own
    BUILT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "age.mjs"):
        shutil.copyfile(HERE / name, BUILT / name)
    install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=BUILT, env=environment, check=True, timeout=300)

    def run(verb: str, *paths: Path, **asked: object) -> dict[str, Any]:
        answer = subprocess.run(
            [program, "age.mjs", verb, *map(str, paths)],
            cwd=BUILT,
            env=environment,
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            check=True,
            timeout=300,
        )
        answered: dict[str, Any] = json.loads(answer.stdout or b"{}")
        return answered

    return run


@pytest.mark.parametrize("size", SIZES)
def test_file_when_theirs_then_we_read_it(node: Node, tmp_path: Path, size: int) -> None:
    plain, file = tmp_path / "plain", tmp_path / "file.age"
    plain.write_bytes(content_of(size))
    recipients = [str(identity.recipient) for identity in (BOB, ALICE)]
    node("encrypt", plain, file, recipients=recipients)
    for identity in (ALICE, BOB):
        with file.open("rb") as source:
            assert decrypt([identity], source).read() == plain.read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_file_when_ours_then_they_read_it(node: Node, tmp_path: Path, size: int) -> None:
    file, plain = tmp_path / "file.age", tmp_path / "plain"
    keys = node("keys")["hybrid"]
    theirs = HybridRecipient.parse(keys["recipient"])
    original = tmp_path / "original"
    original.write_bytes(content_of(size))
    with original.open("rb") as source, file.open("wb") as sink:
        encrypt([ALICE.recipient, theirs, BOB.recipient], source, sink)
    node("decrypt", file, plain, identity=keys["identity"])
    assert plain.read_bytes() == content_of(size)


def test_file_when_ours_to_as_many_as_allowed_then_they_read_it(node: Node, tmp_path: Path) -> None:
    file, plain = tmp_path / "file.age", tmp_path / "plain"
    (tmp_path / "original").write_bytes(b"to many")
    recipients = [HybridIdentity.generate().recipient for _ in range(63)] + [ALICE.recipient]
    with (tmp_path / "original").open("rb") as source, file.open("wb") as sink:
        encrypt(recipients, source, sink)
    node("decrypt", file, plain, identity=ALICE.secret_text())
    assert plain.read_bytes() == b"to many"


def test_file_when_ours_and_cut_then_they_refuse_it_too(node: Node, tmp_path: Path) -> None:
    file = tmp_path / "file.age"
    (tmp_path / "original").write_bytes(content_of(2 * CHUNK))
    with (tmp_path / "original").open("rb") as source, file.open("wb") as sink:
        encrypt([ALICE.recipient], source, sink)
    with file.open("r+b") as source:
        source.truncate(file.stat().st_size - CHUNK - 16)
    with pytest.raises(subprocess.CalledProcessError):
        node("decrypt", file, tmp_path / "plain", identity=ALICE.secret_text())
    with file.open("rb") as source, pytest.raises(PayloadFailure):
        decrypt([ALICE], source).read()


def test_keys_when_written_by_either_then_the_other_reads_them_alike(node: Node) -> None:
    theirs = node("keys")["hybrid"]
    identity = HybridIdentity.parse(theirs["identity"])
    assert str(identity.recipient) == theirs["recipient"]
    assert identity.secret_text() == theirs["identity"]
    answer = node("recipient", identity=ALICE.secret_text())
    assert answer["recipient"] == str(ALICE.recipient)


def test_file_when_theirs_of_an_older_type_then_we_read_it(node: Node, tmp_path: Path) -> None:
    plain, file = tmp_path / "plain", tmp_path / "file.age"
    plain.write_bytes(content_of(1000))
    keys = node("keys")["x25519"]
    node("encrypt", plain, file, recipients=[keys["recipient"]])
    with file.open("rb") as source:
        assert decrypt([parse_identity(keys["identity"])], source).read() == content_of(1000)
    node("encrypt", plain, file, passphrase="correct horse battery staple")
    with file.open("rb") as source:
        opened = decrypt([ScryptIdentity("correct horse battery staple")], source)
        assert opened.read() == content_of(1000)


def test_vectors_are_those_of_the_package_but_for_those_named(node: Node, tmp_path: Path) -> None:
    node("vectors", tmp_path)
    packaged = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    stored = {path.name: path.read_bytes() for path in (VECTORS / "testdata").iterdir()}
    listed = json.loads((VECTORS / "outcomes.json").read_text("utf-8"))
    assert set(packaged) == {*stored, *listed["not_applicable"]}
    assert {name: packaged[name] for name in stored} == stored
    for name in listed["not_applicable"]:
        assert b"\narmored: yes\n" in packaged[name]
