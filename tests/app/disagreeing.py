# SPDX-License-Identifier: GPL-3.0-or-later
"""Records on which people disagree, as they are after bundles came."""

from protectnet.app.workspace import Workspace
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, delete, set_


def disagree(workspace: Workspace, record_id: str, field: str, *values: Plain) -> list[str]:
    """Give a register these values, none of which replaces another, the last one to be shown.

    Gives the ids of the changes.
    """
    record = workspace.records.find(record_id)
    number = record.kind.field(field).number
    heads = workspace.records.state(record).heads(number)
    operations = [
        set_(record.kind.number, record.id, number, clock, value, heads)
        for value, clock in ((each, _clock(workspace, record_id)) for each in values)
    ]
    return _write(workspace, record_id, operations)


def delete_elsewhere(workspace: Workspace, record_id: str, *unseen: str) -> list[str]:
    """Delete a record as somebody does who has seen neither these changes nor any deletion."""
    record = workspace.records.find(record_id)
    state = workspace.records.state(record)
    seen = [each for each in state.live_ops() if each.hex() not in unseen]
    clock = _clock(workspace, record_id)
    operation = delete(record.kind.number, record.id, clock, seen)
    return _write(workspace, record_id, [operation])


def changes_of(workspace: Workspace, record_id: str, field: str) -> list[str]:
    """The ids of the changes of a field, the oldest first."""
    history = workspace.records.history(record_id)
    return [each.op_id.hex() for each in history if each.field == field]


def _clock(workspace: Workspace, record_id: str) -> int:
    return workspace._authoring.next_clock(workspace.records.find(record_id).circle)


def _write(workspace: Workspace, record_id: str, operations: list[Operation]) -> list[str]:
    circle = workspace.records.find(record_id).circle
    with workspace._store.transaction():
        return [each.op_id.hex() for each in workspace._authoring.write(circle, operations)]
