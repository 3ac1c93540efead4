# SPDX-License-Identifier: GPL-3.0-or-later
"""What a field may hold, as values; and the plain form in which the log keeps them.

The *plain* form is what deterministic CBOR can hold without maps or floats: numbers, text, bytes,
yes/no, nothing, and lists of these (docs/spec/log-v1.md). A field type translates between plain,
value and JSON (see ``fieldtypes``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Union

from protectnet.domain.ids import RecordId

Plain = Union[None, bool, int, str, bytes, Sequence["Plain"]]  # noqa: UP007 - it names itself


@dataclass(frozen=True, slots=True)
class Span:
    """A date as people know it: from, to (both inclusive, either may be open), how precise.

    ``precision`` is a code of the vocabulary ``date_precision``; ``part`` a code of
    ``part_of_day`` or ``None``.
    """

    first: date | None = field(repr=False)
    last: date | None = field(repr=False)
    precision: str
    part: str | None = None

    @property
    def latest(self) -> date | None:
        """The latest possible day; ``None`` when it is not known or still goes on."""
        return self.last

    @property
    def earliest(self) -> date | None:
        """The earliest possible day; ``None`` when it is not known."""
        return self.first


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its name; ``precision`` is a code of the vocabulary ``place_precision``."""

    name: str = field(repr=False)
    precision: str


@dataclass(frozen=True, slots=True)
class CountRange:
    """From ``low`` to ``high`` (both inclusive); ``None`` means that the end is not known."""

    low: int | None = field(repr=False)
    high: int | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (three capital letters, ISO 4217 where one exists)."""

    amount: Decimal = field(repr=False)
    currency: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a record: the number of its kind and its id. The record may not be held here."""

    kind: int
    id: RecordId


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept as an encrypted blob outside the store (docs/spec/envelope-v1.md).

    ``digest`` is the SHA-256 of the plaintext (32 bytes), ``blob`` the SHA-256 of the ciphertext,
    ``size`` the plaintext's length in bytes, ``pieces`` the SHA-256 of each MiB of ciphertext.
    """

    digest: bytes
    name: str
    media_type: str
    size: int
    blob: bytes
    key: bytes
    pieces: tuple[bytes, ...]

    def __repr__(self) -> str:
        """Name no key and no file name: representations end in logs."""
        return f"Attachment(size={self.size}, blob={self.blob.hex()[:8]}…)"


Value = str | int | Span | Place | CountRange | Money | Reference | Attachment
