# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole age v1 files: written to mlkem768x25519 recipients only, read with any identity here."""

import hmac
import os
import secrets
from collections.abc import Sequence

from protectnet.envelope import header
from protectnet.envelope.bytestreams import ByteSink, ByteSource, HeaderSource, write_fully
from protectnet.envelope.derivation import (
    FILE_KEY_LENGTH,
    NONCE_LENGTH,
    header_mac,
    payload_key,
)
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    HmacFailure,
    Limit,
    LimitExceeded,
    NoMatch,
    RecipientReason,
    UnsupportedRecipient,
)
from protectnet.envelope.hybrid import (
    IDENTITY_PREFIX,
    STANZA_LENGTH,
    HybridIdentity,
    HybridRecipient,
)
from protectnet.envelope.identities import Identity
from protectnet.envelope.scrypt import check_alone
from protectnet.envelope.stream import (
    CHUNK,
    SEALED_CHUNK,
    TAG,
    PlaintextReader,
    StreamWriter,
    open_chunks,
    sealed_length,
)
from protectnet.envelope.x25519 import X25519Identity

MAX_RECIPIENTS = 64

_MIN_STANZAS = 2


def encrypt(recipients: Sequence[HybridRecipient], source: ByteSource, sink: ByteSink) -> int:
    """Write all of ``source`` to ``sink`` as an age file; return the length of the content.

    Raises what ``encrypted_writer`` raises. The content is not padded: see ``padme``.
    """
    with encrypted_writer(recipients, sink) as writer:
        return writer.write_from(source)


def encrypted_writer(recipients: Sequence[HybridRecipient], sink: ByteSink) -> StreamWriter:
    """Write the header of an age file to ``sink``; return what the content is written to.

    The stanzas stand in random order among dummies, so that a reader learns the number of
    recipients only to the next power of two, from 2 to 64. Before a byte is written, raises
    ``LimitExceeded`` (``recipients``) for more than 64, and ``UnsupportedRecipient`` for none
    (``none``) and for anything that is not a ``HybridRecipient`` (``type``).
    """
    if not recipients:
        raise UnsupportedRecipient(RecipientReason.NONE)
    if len(recipients) > MAX_RECIPIENTS:
        raise LimitExceeded(Limit.RECIPIENTS, MAX_RECIPIENTS)
    if not all(isinstance(recipient, HybridRecipient) for recipient in recipients):
        raise UnsupportedRecipient(RecipientReason.TYPE)
    file_key, nonce = os.urandom(FILE_KEY_LENGTH), os.urandom(NONCE_LENGTH)
    covered = header.serialise(_stanzas(recipients, file_key))
    mac_line = header.serialise_mac(header_mac(file_key, covered))
    write_fully(sink, memoryview(covered + mac_line + nonce))
    return StreamWriter(sink, payload_key(file_key, nonce))


def encrypted_length(recipients: int, length: int) -> int:
    """Return the length of an age file with ``length`` bytes of content for so many recipients."""
    return _length_before(recipients) + sealed_length(length)


def longest_content(recipients: int, limit: int) -> int:
    """Return how many bytes of content an age file of at most ``limit`` bytes holds.

    Negative when not even an empty one fits.
    """
    payload = limit - _length_before(recipients)
    if payload < TAG:
        return payload - TAG
    chunks, rest = divmod(payload, SEALED_CHUNK)
    return chunks * CHUNK + max(0, rest - TAG)


def decrypt(identities: Sequence[Identity], source: ByteSource) -> PlaintextReader:
    """Read the header of an age file with the first identity that opens it; return the content.

    Raises ``NoMatch``, ``HeaderFailure``, ``HmacFailure`` or ``LimitExceeded``; reading from the
    result raises ``PayloadFailure``. Nothing else but what ``source`` raises.
    """
    ahead = HeaderSource(source)
    parsed = header.parse(ahead)
    check_alone(parsed.stanzas)
    file_key = _unwrap(identities, parsed.stanzas)
    if not hmac.compare_digest(header_mac(file_key, parsed.covered), parsed.mac):
        raise HmacFailure
    nonce = ahead.take(NONCE_LENGTH)
    if len(nonce) < NONCE_LENGTH:
        raise HeaderFailure(HeaderReason.NONCE)
    return PlaintextReader(open_chunks(ahead, payload_key(file_key, nonce)))


def parse_identity(untrusted_text: str) -> HybridIdentity | X25519Identity:
    """Return the identity of a text ``AGE-SECRET-KEY-…``; raises ``UnsupportedRecipient``."""
    if untrusted_text.lower().startswith(IDENTITY_PREFIX):
        return HybridIdentity.parse(untrusted_text)
    return X25519Identity.parse(untrusted_text)


def _stanzas(recipients: Sequence[HybridRecipient], file_key: bytes) -> list[header.Stanza]:
    stanzas = [recipient.wrap(file_key) for recipient in recipients]
    stanzas += [_dummy() for _ in range(_stanza_count(len(stanzas)) - len(stanzas))]
    secrets.SystemRandom().shuffle(stanzas)
    return stanzas


def _stanza_count(recipients: int) -> int:
    """Return how many stanzas a file for so many recipients has, with the dummies."""
    return max(_MIN_STANZAS, 1 << (recipients - 1).bit_length())


def _length_before(recipients: int) -> int:
    """Return the length of header and nonce, the same for every file to so many recipients."""
    empty = len(header.serialise([])) + len(header.serialise_mac(bytes(header.MAC_LENGTH)))
    return empty + _stanza_count(recipients) * STANZA_LENGTH + NONCE_LENGTH


def _dummy() -> header.Stanza:
    """Return a stanza for an identity that is forgotten at once, with a key that opens nothing."""
    return HybridIdentity.generate().recipient.wrap(os.urandom(FILE_KEY_LENGTH))


def _unwrap(identities: Sequence[Identity], stanzas: Sequence[header.Stanza]) -> bytes:
    for identity in identities:
        file_key = identity.unwrap(stanzas)
        if file_key is not None:
            return file_key
    raise NoMatch
