# SPDX-License-Identifier: GPL-3.0-or-later
"""What opens a header, and the checks that every kind of identity makes of its own stanzas."""

from collections.abc import Sequence
from typing import Protocol

from protectnet.envelope import base64raw, bech32
from protectnet.envelope.derivation import SEALED_KEY_LENGTH
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    RecipientReason,
    UnsupportedRecipient,
)
from protectnet.envelope.header import Stanza


class Identity(Protocol):
    """A secret that may open stanzas of one type."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the 16-byte file key, or None when no stanza is for this identity.

        Raises ``HeaderFailure`` when a stanza of its own type is malformed.
        """


def own_stanzas(
    stanzas: Sequence[Stanza], kind: bytes, arguments: int, first_length: int
) -> list[tuple[bytes, Stanza]]:
    """Return the stanzas of type ``kind``, each with its decoded first argument.

    Raises ``HeaderFailure`` (``stanza_form``) unless each has ``arguments`` arguments, the first
    of them ``first_length`` bytes in base64, and a body of the length of a sealed file key. That
    length is checked before any key is tried, so that nobody can make one body open with many.
    """
    return [
        (_first_argument(stanza, arguments, first_length), stanza)
        for stanza in stanzas
        if stanza.type == kind
    ]


def _first_argument(stanza: Stanza, arguments: int, first_length: int) -> bytes:
    if len(stanza.arguments) != arguments or len(stanza.body) != SEALED_KEY_LENGTH:
        raise HeaderFailure(HeaderReason.STANZA_FORM)
    decoded = base64raw.decode(stanza.arguments[0])
    if decoded is None or len(decoded) != first_length:
        raise HeaderFailure(HeaderReason.STANZA_FORM)
    return decoded


def key_bytes(untrusted_text: str, prefix: str) -> bytes:
    """Return the bytes in a Bech32 text with ``prefix``.

    Raises ``UnsupportedRecipient`` with reason ``encoding`` or ``type`` (another prefix).
    """
    found, data = bech32.decode(untrusted_text)
    if found != prefix:
        raise UnsupportedRecipient(RecipientReason.TYPE)
    return data
