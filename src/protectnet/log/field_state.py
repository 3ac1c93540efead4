# SPDX-License-Identifier: GPL-3.0-or-later
"""One field of a record's merged state."""

from collections.abc import Iterable, Set

import cbor2

from protectnet.domain.ids import ID_BYTES, OpId
from protectnet.domain.values import Plain
from protectnet.log.errors import MalformedState


def split_ids(joined: bytes) -> list[OpId]:
    """The ids of which ``joined`` is made; raises ``MalformedState``."""
    if len(joined) % ID_BYTES:
        raise MalformedState
    return [OpId(joined[at : at + ID_BYTES]) for at in range(0, len(joined), ID_BYTES)]


class FieldState:
    """The operations on a field that nothing has replaced, and those that were replaced.

    ``live`` gives clock and value by operation. A field read from the store is decoded when it
    is first asked for, and encoded again only when it has changed: most changes of a record
    concern one field of many.
    """

    __slots__ = ("_is_open", "_live", "_replaced", "_stored")

    def __init__(self, stored: bytes | None = None) -> None:
        self._is_open = stored is None
        self._stored = stored
        self._live: dict[OpId, tuple[int, Plain]] = {}
        self._replaced: set[OpId] = set()

    @property
    def live(self) -> dict[OpId, tuple[int, Plain]]:
        """Clock and value of each operation seen and not replaced; not to be changed."""
        self._open()
        return self._live

    def give(self, op_id: OpId, clock: int, value: Plain) -> None:
        """A value was given, unless something has replaced it already."""
        self._change()
        if op_id not in self._replaced:
            self._live[op_id] = (clock, value)

    def replace(self, op_ids: Iterable[OpId]) -> None:
        """These operations are replaced, seen or not."""
        self._change()
        self._replaced.update(op_ids)
        for op_id in op_ids:
            self._live.pop(op_id, None)

    def withdraw(self, op_ids: Set[OpId]) -> None:
        """These operations are erased, or stay replaced by erased ones."""
        self._change()
        for op_id in op_ids & self._live.keys():
            del self._live[op_id]
        self._replaced -= op_ids

    def to_bytes(self) -> bytes:
        """The field for one's own store; empty if nothing is left to remember."""
        if self._stored is None:
            self._stored = self._encode() if self._live or self._replaced else b""
        return self._stored

    def _encode(self) -> bytes:
        ids = sorted(self._live)
        clocks = [self._live[op_id][0] for op_id in ids]
        values = [self._live[op_id][1] for op_id in ids]
        return cbor2.dumps([b"".join(ids), clocks, values, b"".join(sorted(self._replaced))])

    def _change(self) -> None:
        self._open()
        self._stored = None

    def _open(self) -> None:
        if self._is_open or self._stored is None:
            return
        try:
            ids, clocks, values, replaced = cbor2.loads(self._stored)
            self._live = dict(zip(split_ids(ids), zip(clocks, values, strict=True), strict=True))
            self._replaced = set(split_ids(replaced))
        except (cbor2.CBORDecodeError, ValueError, TypeError) as error:
            raise MalformedState from error
        self._is_open = True
