# SPDX-License-Identifier: GPL-3.0-or-later
"""One number for all that a circle shows (docs/spec/log-v1.md, section 11).

Equal on two devices exactly when they show the same of a circle. It covers records, values with
those of fields this version does not know, and what is deleted or erased; no names of operations,
authors, clocks, nor anything local.
"""

from collections.abc import Iterable
from hashlib import sha256

from protectnet.domain.ids import RecordId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log import cbor
from protectnet.log.state import RecordState

_EXISTENCE_CODES = {
    Existence.LIVE: 0,
    Existence.DELETED: 1,
    Existence.DELETED_BUT_EDITED: 2,
    Existence.ERASED: 3,
}
_HASH_BYTES = 32
_ATTACHMENT_PARTS = 7
_NOTHING = cbor.encode(None)


def digest_entry(record_kind: int, record: RecordId, state: RecordState) -> bytes:
    """The encoding of [record, kind, existence, [[field, [values]], …]] for one record."""
    fields = []
    for number in state.field_numbers():
        values = sorted({cbor.encode(_counted(live.value)) for live in state.items(number)})
        if values != [_NOTHING]:
            fields.append(cbor.array_of([cbor.encode(number), cbor.array_of(values)]))
    existence = cbor.encode(_EXISTENCE_CODES[state.existence()])
    head = [cbor.encode(record), cbor.encode(record_kind), existence]
    return cbor.array_of([*head, cbor.array_of(fields)])


def state_digest(entries: Iterable[bytes]) -> bytes:
    """The SHA-256 (32 bytes) of the sorted array of the entries of a circle's records."""
    ordered = sorted(entries)
    digest = sha256(cbor.array_head(len(ordered)))
    for entry in ordered:
        digest.update(entry)
    return digest.digest()


def attached_blob(value: Plain) -> bytes | None:
    """The name of the encrypted file (32 bytes) if the value is an attachment, else ``None``.

    An attachment is known by its shape, not by its field, so that versions that do not know the
    field agree with those that do.
    """
    if not isinstance(value, list | tuple) or len(value) != _ATTACHMENT_PARTS:
        return None
    digest, name, media_type, size, blob, key, pieces = value
    texts = isinstance(name, str) and isinstance(media_type, str) and type(size) is int
    hashes = all(type(each) is bytes and len(each) == _HASH_BYTES for each in (digest, blob, key))
    is_one = texts and hashes and isinstance(pieces, list | tuple)
    return blob if is_one and isinstance(blob, bytes) else None


def _counted(value: Plain) -> Plain:
    """What of a value counts: of an attachment the hash of its plaintext and its name."""
    if not isinstance(value, list | tuple) or attached_blob(value) is None:
        return value
    return [value[0], value[1]]
