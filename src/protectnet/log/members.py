# SPDX-License-Identifier: GPL-3.0-or-later
"""The members of a circle and those who were (docs/spec/log-v1.md, section 12)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.acts import Act
from protectnet.log.causality import each_of
from protectnet.log.evaluation import Evaluation
from protectnet.log.membership_operations import (
    Recipient,
    addition_of,
    founding_of,
    recipient_of,
)
from protectnet.log.shapes import OpKind, Role
from protectnet.log.signatures import PublicKeys


@dataclass(frozen=True, slots=True)
class Member:
    """A device of the circle.

    ``added_by`` is ``None`` for the founder; ``added_at`` is the clock of the operation that
    added it. ``recipient`` is ``None`` as long as the device has published no key.
    """

    device: DeviceId
    keys: PublicKeys
    code_name: str = field(repr=False)
    role: Role
    added_by: DeviceId | None
    added_at: int
    has_joined: bool = False
    recipient: Recipient | None = None
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class Former:
    """A device that was in the circle. It left if ``removed_by`` is the device itself.

    ``removal`` is the op id of the removal; where there are several, the one with the lowest clock.
    """

    device: DeviceId
    keys: PublicKeys
    code_name: str = field(repr=False)
    removed_by: DeviceId
    removal: OpId


def members_of(evaluation: Evaluation) -> dict[DeviceId, Member]:
    """The members, in the order in which their additions name their clocks."""
    words = _words_by_device(evaluation.words)
    rights, effective = evaluation.rights, evaluation.effective
    found = []
    for device in evaluation.graph.additions:
        role = rights.role(device, effective)
        if role is not None:
            is_suspended = rights.is_suspended(device, effective)
            found.append((_added(evaluation, device), role, is_suspended, words[device]))
    found.sort(key=lambda each: (each[0].kind is not OpKind.FOUND, each[0].order))
    return {each[0].device: _member(*each) for each in found}


def former_of(evaluation: Evaluation) -> dict[DeviceId, Former]:
    """Those who were members and are none, sorted by device."""
    graph, effective = evaluation.graph, evaluation.effective
    found = {}
    for device in sorted(graph.additions):
        was_added = graph.additions[device] & effective
        if not was_added or evaluation.rights.is_member(device, effective):
            continue
        keys, code_name = _introduction(_added(evaluation, device))
        removals = evaluation.acts(graph.removals[device] & effective)
        first = min(removals, key=lambda act: act.order)
        found[device] = Former(device, keys, code_name, first.author, first.op_id)
    return found


def _member(added: Act, role: Role, is_suspended: bool, words: list[Act]) -> Member:
    keys, code_name = _introduction(added)
    is_founder = added.kind is OpKind.FOUND
    published = [recipient_of(each.operation) for each in words if each.kind is not OpKind.JOIN]
    return Member(
        added.device,
        keys,
        code_name,
        role,
        None if is_founder else added.author,
        added.operation.clock,
        is_founder or any(each.kind is OpKind.JOIN for each in words),
        max(published, default=None),
        is_suspended,
    )


def _added(evaluation: Evaluation, device: DeviceId) -> Act:
    """The act that gives code name and adder: the founding, or the first by clock and op id."""
    places = evaluation.rights.places(device, evaluation.effective)
    acts = [evaluation.graph.acts[each] for each in each_of(places)]
    return min(acts, key=lambda act: (act.kind is not OpKind.FOUND, act.order))


def _introduction(added: Act) -> tuple[PublicKeys, str]:
    if added.kind is OpKind.FOUND:
        founding = founding_of(added.operation)
        return founding.keys, founding.code_name
    addition = addition_of(added.operation)
    return addition.keys, addition.code_name


def _words_by_device(words: Iterable[Act]) -> defaultdict[DeviceId, list[Act]]:
    found: defaultdict[DeviceId, list[Act]] = defaultdict(list)
    for each in words:
        found[each.device].append(each)
    return found
