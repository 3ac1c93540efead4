# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of attached files share."""

from pathlib import Path

from tests.store.attaching import files_in

from protectnet.app.workspace import Workspace
from protectnet.domain.record import Record
from protectnet.store.store import Store

WORD = b"Yarumal"
CONTENT = WORD + b": who said what at the ford\n" * 5000


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def blob_count(store: Store) -> int:
    return len(files_in(store.blob_folder))


def extracted(workspace: Workspace, risk: str, name: str, folder: Path) -> bytes:
    out = folder / "out"
    workspace.attachments.extract(risk, name, out)
    content = out.read_bytes()
    out.unlink()
    return content


def check_nothing_attached(workspace: Workspace, store: Store, risk: str) -> None:
    assert blob_count(store) == 0
    assert workspace.records.find(risk).get("attachments") is None


class OneRecord:
    """Records of which there is one, such as no vault would make it."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def find(self, _given: str) -> Record:
        return self._record
