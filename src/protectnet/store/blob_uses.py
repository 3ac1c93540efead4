# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations need which encrypted file, so that a file goes with the last that needs it."""

from collections.abc import Iterator

from protectnet.domain.values import Plain
from protectnet.log.operation import Operation
from protectnet.log.shapes import OpKind
from protectnet.store.projection import Projection

BLOB_ID_BYTES = 32
_DIGEST_PART, _BLOB_PART = 0, 4
"""The places of these hashes in the plain form of an attachment."""


def blobs_of(projection: Projection, operation: Operation) -> set[bytes]:
    """The files that an operation needs.

    In fields that only a newer version knows, whatever could be the name of a file counts as one.
    """
    if operation.kind not in (OpKind.SET, OpKind.ADD):
        return set()
    table = projection.tables.get(operation.record_kind)
    field = table.kind.by_number.get(operation.field) if table else None
    if field is None:
        return set(_names_in(operation.value))
    if table is None or field.number not in table.attached:
        return set()
    return _hashes_at(_BLOB_PART, operation.value)


def digests_of(projection: Projection, operation: Operation) -> set[bytes]:
    """The SHA-256 of the plaintext of each file that an operation attaches."""
    table = projection.tables.get(operation.record_kind)
    is_attaching = table is not None and operation.field in table.attached
    return _hashes_at(_DIGEST_PART, operation.value) if is_attaching else set()


def _hashes_at(part: int, value: Plain) -> set[bytes]:
    found = value[part] if isinstance(value, list | tuple) and len(value) > part else None
    return {found} if isinstance(found, bytes) and len(found) == BLOB_ID_BYTES else set()


def _names_in(value: Plain) -> Iterator[bytes]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _names_in(each)
    elif isinstance(value, bytes) and len(value) == BLOB_ID_BYTES:
        yield value
