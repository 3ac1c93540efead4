# SPDX-License-Identifier: GPL-3.0-or-later
"""The age file: recipients, STREAM chunks and padding; knows nothing of ProtectNet.

Written: age v1 files to ``mlkem768x25519`` recipients, and detached content under a key of its
own. Read: also ``X25519`` and ``scrypt`` stanzas. The format is in docs/spec/envelope-v1.md.
Everything raised for foreign bytes is an ``EnvelopeError``.
"""

from protectnet.envelope.agefile import (
    MAX_RECIPIENTS,
    decrypt,
    encrypt,
    encrypted_length,
    encrypted_writer,
    longest_content,
    parse_identity,
)
from protectnet.envelope.detached import (
    DetachedReference,
    decrypt_detached,
    encrypt_detached,
)
from protectnet.envelope.errors import (
    EnvelopeError,
    HeaderFailure,
    HeaderReason,
    HmacFailure,
    Limit,
    LimitExceeded,
    NoMatch,
    PayloadFailure,
    PayloadReason,
    RecipientReason,
    UnsupportedRecipient,
)
from protectnet.envelope.hybrid import HybridIdentity, HybridRecipient
from protectnet.envelope.identities import Identity
from protectnet.envelope.padme import longest_padded, padded_length
from protectnet.envelope.pieces import (
    PIECE,
    CiphertextDigest,
    check_ciphertext,
    missing_pieces,
)
from protectnet.envelope.scrypt import ScryptIdentity
from protectnet.envelope.stream import PlaintextReader, StreamWriter
from protectnet.envelope.x25519 import X25519Identity

__all__ = [
    "MAX_RECIPIENTS",
    "PIECE",
    "CiphertextDigest",
    "DetachedReference",
    "EnvelopeError",
    "HeaderFailure",
    "HeaderReason",
    "HmacFailure",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "Limit",
    "LimitExceeded",
    "NoMatch",
    "PayloadFailure",
    "PayloadReason",
    "PlaintextReader",
    "RecipientReason",
    "ScryptIdentity",
    "StreamWriter",
    "UnsupportedRecipient",
    "X25519Identity",
    "check_ciphertext",
    "decrypt",
    "decrypt_detached",
    "encrypt",
    "encrypt_detached",
    "encrypted_length",
    "encrypted_writer",
    "longest_content",
    "longest_padded",
    "missing_pieces",
    "padded_length",
    "parse_identity",
]
