# SPDX-License-Identifier: GPL-3.0-or-later
"""The decrypted content of a bundle, read once from front to back: checks 1 to 3 and 7."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from protectnet.bundle.errors import BundleDamaged, BundleTooLarge, NotABundle, NotForThisDevice
from protectnet.bundle.manifest import LENGTH_BYTES, SIGNATURE_BYTES, Manifest, Section
from protectnet.envelope import (
    EnvelopeError,
    HmacFailure,
    HybridIdentity,
    LimitExceeded,
    NoMatch,
    PayloadFailure,
    PlaintextReader,
    decrypt,
    padded_length,
)
from protectnet.log import cbor
from protectnet.log.errors import LogError

MAX_SIGNED_BYTES = 2 * 1024**2
_PIECE_BYTES = 64 * 1024

SectionTaker = Callable[[Section, Iterator[bytes]], None]
"""Takes a section: its bytes in pieces, of which the last raises when they were not the section."""


@contextmanager
def reading(untrusted_file: BinaryIO, keys: Sequence[HybridIdentity]) -> Iterator[PlaintextReader]:
    """The decrypted content; every fault of the age file becomes an error of ours (check 1).

    Raises ``NotABundle``, ``NotForThisDevice``, ``BundleTooLarge`` (``stanzas``, ``line_bytes``,
    ``header_bytes``) and ``BundleDamaged``.
    """
    untrusted_file.seek(0)
    try:
        yield decrypt(keys, untrusted_file)  # type: ignore[arg-type]
    except NoMatch as error:
        raise NotForThisDevice from error
    except (HmacFailure, PayloadFailure) as error:
        raise BundleDamaged(check=1) from error
    except LimitExceeded as error:
        raise BundleTooLarge(error.limit.value, error.allowed) from error
    except EnvelopeError as error:
        raise NotABundle from error


def read_signed(reader: PlaintextReader) -> tuple[bytes, bytes]:
    """The manifest's bytes and the signature (checks 2 and 3).

    Raises ``BundleDamaged`` and ``BundleTooLarge`` (``manifest``).
    """
    length = int.from_bytes(_exactly(reader, LENGTH_BYTES))
    if length > MAX_SIGNED_BYTES:
        raise BundleTooLarge("manifest", MAX_SIGNED_BYTES)
    try:
        parts = cbor.decode(_exactly(reader, length))
    except LogError as error:
        raise BundleDamaged(check=3) from error
    match parts:
        case [bytes(encoded), bytes(signature)] if len(signature) == SIGNATURE_BYTES:
            return encoded, signature
    raise BundleDamaged(check=3)


def read_sections(reader: PlaintextReader, manifest: Manifest, take: SectionTaker) -> None:
    """Hand each section to ``take``, and read all of it whatever is taken, to the end (check 7).

    Raises ``BundleDamaged`` and what ``take`` raises.
    """
    for section in manifest.sections:
        pieces = _checked_pieces(reader, section)
        take(section, pieces)
        for _ in pieces:
            pass
    _read_padding(reader, manifest)


def _exactly(reader: PlaintextReader, length: int) -> bytes:
    data = reader.read(length) if length else b""
    if len(data) != length:
        raise BundleDamaged(check=2)
    return data


def _checked_pieces(reader: PlaintextReader, section: Section) -> Iterator[bytes]:
    hasher = hashlib.sha256()
    missing = section.length
    while missing > 0:
        piece = reader.read(min(missing, _PIECE_BYTES))
        if not piece:
            raise BundleDamaged(check=7)
        missing -= len(piece)
        hasher.update(piece)
        yield piece
    if hasher.digest() != section.digest:
        raise BundleDamaged(check=7)


def _read_padding(reader: PlaintextReader, manifest: Manifest) -> None:
    length = manifest.content_length
    missing = padded_length(length) - length
    while piece := reader.read(_PIECE_BYTES):
        missing -= len(piece)
        if missing < 0 or piece.count(0) != len(piece):
            raise BundleDamaged(check=7)
    if missing:
        raise BundleDamaged(check=7)
