# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations need which encrypted file, so that a file goes with the last that needs it."""

from collections.abc import Iterator

from protectnet.domain.fieldtypes import Attachments
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation
from protectnet.log.shapes import OpKind
from protectnet.store.projection import Projection

BLOB_ID_BYTES = 32
_BLOB_PART = 4
"""The place of the blob's id in the plain form of an attachment."""


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
    if not isinstance(field.type, Attachments):
        return set()
    value = operation.value
    named = (
        value[_BLOB_PART] if isinstance(value, list | tuple) and len(value) > _BLOB_PART else None
    )
    return {named} if isinstance(named, bytes) and len(named) == BLOB_ID_BYTES else set()


def _names_in(value: Plain) -> Iterator[bytes]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _names_in(each)
    elif isinstance(value, bytes) and len(value) == BLOB_ID_BYTES:
        yield value
