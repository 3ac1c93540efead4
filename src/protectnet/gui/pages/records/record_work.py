# SPDX-License-Identifier: GPL-3.0-or-later
"""What a record's page asks of the workspace. Runs on the worker; no Qt here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from protectnet.app.workspace import Workspace
from protectnet.gui.models.reading import RecordView, read_record


@dataclass(frozen=True, slots=True, repr=False)
class CircleChoice:
    """A circle that a new record can be written into: its id and how it is called."""

    id: str
    words: str


def read_circles(workspace: Workspace) -> list[CircleChoice]:
    """The circles of the vault; two of the same name are told apart by their founder's name."""
    circles = workspace.circles.shared()
    names = [each.name for each in circles]
    found = []
    for each in circles:
        founder = workspace.devices.name_of(each.founder)
        words = each.name if names.count(each.name) == 1 else f"{each.name} ({founder})"
        found.append(CircleChoice(each.id.hex(), words))
    return found


def add(
    kind: str, given: Mapping[str, object], circle: str | None, workspace: Workspace
) -> RecordView:
    """A new record, as it is then."""
    record = workspace.editing.add(kind, given, circle=circle)
    return read_record(workspace, record.id.hex())


def edit(
    record_id: str, given: Mapping[str, object], taken: Sequence[str], workspace: Workspace
) -> RecordView:
    """Change fields of a record, and let the values of some changes stand; how it is then."""
    workspace.editing.edit(record_id, given, taken=taken)
    return read_record(workspace, record_id)


def delete(record_id: str, workspace: Workspace) -> RecordView:
    """Delete a record; how it is then."""
    workspace.editing.delete(record_id)
    return read_record(workspace, record_id)


def undelete(record_id: str, workspace: Workspace) -> RecordView:
    """Bring a record back; how it is then."""
    workspace.editing.undelete(record_id)
    return read_record(workspace, record_id)


def take_again(record_id: str, change: str, workspace: Workspace) -> RecordView:
    """Let the value of an earlier change stand again; how the record is then."""
    workspace.editing.take_again(record_id, change)
    return read_record(workspace, record_id)


def attach(
    record_id: str, path: Path, progress: Callable[[int, int], None], workspace: Workspace
) -> RecordView:
    """Attach a file; how the record is then."""
    workspace.attachments.attach(record_id, path, progress=progress)
    return read_record(workspace, record_id)


def extract(
    record_id: str,
    digest: str,
    out: Path,
    progress: Callable[[int, int], None],
    workspace: Workspace,
) -> Path:
    """Write a readable copy of an attached file; where it is."""
    workspace.attachments.extract(record_id, digest, out, progress=progress)
    return out


def read(record_id: str, workspace: Workspace) -> RecordView:
    """A record as it is now."""
    return read_record(workspace, record_id)
