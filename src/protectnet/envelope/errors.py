# SPDX-License-Identifier: GPL-3.0-or-later
"""All the ways in which reading or writing an envelope can fail: a closed list.

Whatever bytes are read, the outcome is the content or one of these errors. Only what the
caller's own files raise (``OSError``) passes through unchanged. Errors carry facts, never a
sentence, a key or a byte of the content.
"""

from enum import StrEnum, unique
from typing import ClassVar


@unique
class HeaderReason(StrEnum):
    """What is wrong with a header (or with the reference that stands for it)."""

    VERSION = "version"
    TRUNCATED = "truncated"
    LINE = "line"
    ARGUMENT = "argument"
    BODY = "body"
    NO_STANZA = "no_stanza"
    MAC_LINE = "mac_line"
    NONCE = "nonce"
    STANZA_FORM = "stanza_form"
    LOW_ORDER = "low_order"
    SCRYPT_NOT_ALONE = "scrypt_not_alone"
    WORK_FACTOR = "work_factor"
    REFERENCE = "reference"


@unique
class PayloadReason(StrEnum):
    """What is wrong with the encrypted content."""

    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    TRAILING = "trailing"
    EMPTY_LAST_CHUNK = "empty_last_chunk"
    PADDING = "padding"
    DIGEST = "digest"


@unique
class RecipientReason(StrEnum):
    """Why a text or key is no recipient or identity that may be used."""

    NONE = "none"
    ENCODING = "encoding"
    TYPE = "type"
    KEY = "key"


@unique
class Limit(StrEnum):
    """The limits that can be exceeded."""

    RECIPIENTS = "recipients"
    STANZAS = "stanzas"
    LINE_BYTES = "line_bytes"
    HEADER_BYTES = "header_bytes"
    DETACHED_BYTES = "detached_bytes"
    SCRYPT_MEMORY = "scrypt_memory"


class EnvelopeError(Exception):
    """Base of all errors here; ``code`` is stable, ``facts`` are what a sentence needs."""

    code: ClassVar[str] = "envelope"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, *facts.values())
        self.facts = facts


class NoMatch(EnvelopeError):
    """The header is well formed, but no stanza opens with the identities given."""

    code = "envelope_no_match"


class HeaderFailure(EnvelopeError):
    """The header is not one, or a stanza of a known type is malformed. Facts: ``reason``."""

    code = "envelope_header_failure"

    def __init__(self, reason: HeaderReason) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class HmacFailure(EnvelopeError):
    """The file key opened, but the header was changed by somebody who does not know it."""

    code = "envelope_hmac_failure"


class PayloadFailure(EnvelopeError):
    """The content is not what was encrypted. Facts: ``reason``."""

    code = "envelope_payload_failure"

    def __init__(self, reason: PayloadReason) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class UnsupportedRecipient(EnvelopeError):
    """A recipient that is not written to, or an identity that cannot be read. Facts: ``reason``."""

    code = "envelope_unsupported_recipient"

    def __init__(self, reason: RecipientReason) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class LimitExceeded(EnvelopeError):
    """Something is larger than this package handles. Facts: ``limit``, ``allowed``."""

    code = "envelope_limit_exceeded"

    def __init__(self, limit: Limit, allowed: int) -> None:
        super().__init__(limit=limit, allowed=allowed)
        self.limit = limit
        self.allowed = allowed
