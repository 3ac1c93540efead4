# SPDX-License-Identifier: GPL-3.0-or-later
"""The outside vectors of the age format: tests/vectors/age/README.md says where they are from."""

import hashlib
import io
import json
import zlib
from collections import defaultdict
from pathlib import Path

import pytest

from protectnet.envelope import (
    EnvelopeError,
    HeaderFailure,
    HmacFailure,
    Identity,
    NoMatch,
    PayloadFailure,
    ScryptIdentity,
    decrypt,
    parse_identity,
)
from protectnet.envelope.bytestreams import HeaderSource
from protectnet.envelope.header import parse, serialise

FOLDER = Path(__file__).parents[1] / "vectors/age"
LISTED = json.loads((FOLDER / "outcomes.json").read_text("utf-8"))
OUTCOMES: dict[str, str] = LISTED["outcomes"]
NAMES: dict[type[EnvelopeError], str] = {
    NoMatch: "no match",
    HeaderFailure: "header failure",
    HmacFailure: "HMAC failure",
    PayloadFailure: "payload failure",
}


def read_vector(name: str) -> tuple[dict[str, list[str]], bytes]:
    head, _, file = (FOLDER / "testdata" / name).read_bytes().partition(b"\n\n")
    keys = defaultdict[str, list[str]](list)
    for line in head.decode().split("\n"):
        key, _, value = line.partition(": ")
        keys[key].append(value)
    return keys, zlib.decompress(file) if keys["compressed"] else file


def opened(keys: dict[str, list[str]], untrusted: bytes) -> tuple[str, bytes]:
    """Return the outcome in the words of outcomes.json, and all plaintext released before it."""
    identities: list[Identity] = [parse_identity(text) for text in keys["identity"]]
    identities += [ScryptIdentity(text) for text in keys["passphrase"]]
    released = bytearray()
    try:
        for chunk in decrypt(identities, io.BytesIO(untrusted)).chunks():
            released += chunk
    except (HeaderFailure, PayloadFailure) as error:
        return f"{NAMES[type(error)]}: {error.reason}", bytes(released)
    except (NoMatch, HmacFailure) as error:
        return NAMES[type(error)], bytes(released)
    return "success", bytes(released)


def test_vectors_are_those_listed() -> None:
    assert {path.name for path in (FOLDER / "testdata").iterdir()} == set(OUTCOMES)
    assert len(OUTCOMES) == 110
    assert len(LISTED["not_applicable"]) == 33


@pytest.mark.parametrize("name", OUTCOMES)
def test_vector_when_read_then_has_its_outcome_and_releases_its_payload(name: str) -> None:
    keys, untrusted = read_vector(name)
    outcome, released = opened(keys, untrusted)
    assert outcome == OUTCOMES[name]
    assert outcome.partition(":")[0] == keys["expect"][0]
    if keys["payload"]:
        assert hashlib.sha256(released).hexdigest() == keys["payload"][0]
    else:
        assert released == b""


@pytest.mark.parametrize(
    "name", [name for name in OUTCOMES if "header failure" not in OUTCOMES[name]]
)
def test_vector_when_its_header_is_good_then_is_written_as_it_was_read(name: str) -> None:
    _, file = read_vector(name)
    header = parse(HeaderSource(io.BytesIO(file)))
    assert file.startswith(header.covered)
    assert serialise(header.stanzas) == header.covered
