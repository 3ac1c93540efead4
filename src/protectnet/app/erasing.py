# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may erase a record for all: a coordinator of its circle, or the device that wrote all of it.

Judged on what is signed, so that every device judges alike: an erase operation names what it
destroys, and the log of each of these says who wrote it (docs/spec/log-v1.md, section 11).
"""

from collections.abc import Iterable, Mapping

from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.log.header import Header
from protectnet.log.membership import Membership
from protectnet.log.operation import Operation, erasure_of
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind, Role
from protectnet.store.history import history
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store


class MayNotErase(ProtectNetError):
    """Others wrote in this record too, and this device does not coordinate its circle.

    Facts: ``circle`` (name).
    """

    code = "may_not_erase"


def check_may_erase(store: Store, membership: Membership, device: DeviceId, key: RecordKey) -> None:
    """Raises ``MayNotErase`` where the others would not follow an erasure by this device."""
    if _coordinates(membership, device):
        return
    if any(entry.device != device for entry in history(store, key)):
        raise MayNotErase(circle=membership.name)


def refused_erasures(
    store: Store, circle: CircleId, membership: Membership, came: Iterable[VerifiedSegment]
) -> frozenset[OpId]:
    """Those erase operations of segments that came to which their authors had no right."""
    segments = [each for each in came if each.header.identity.circle == circle]
    writers = {
        entry.op_id: segment.header.identity.device
        for segment in segments
        for entry in segment.entries
    }
    return frozenset(
        entry.op_id
        for segment in segments
        for entry in segment.entries
        if isinstance(entry.operation, Operation)
        and entry.operation.kind is OpKind.ERASE
        and not _may(store, circle, membership, segment.header, entry.operation, writers)
    )


def _may(
    store: Store,
    circle: CircleId,
    membership: Membership,
    header: Header,
    operation: Operation,
    writers: Mapping[OpId, DeviceId],
) -> bool:
    if membership.may_erase(header):
        return True
    author = header.identity.device
    key = RecordKey(circle, operation.record_kind, RecordId(operation.record))
    held = {entry.op_id: entry.device for entry in history(store, key)}
    names = erasure_of(operation).erased
    # Of nothing anything is true: who names nothing of their own would erase what others wrote.
    return bool(names) and all(author in (writers.get(each), held.get(each)) for each in names)


def _coordinates(membership: Membership, device: DeviceId) -> bool:
    member = membership.members.get(device)
    return member is not None and member.role >= Role.COORDINATOR
