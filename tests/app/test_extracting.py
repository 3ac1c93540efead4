# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking attached files out again, by what people call them."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.app.attaching import (
    CONTENT,
    OneRecord,
    extracted,
    put,
)

from protectnet.app.attachments import (
    AmbiguousAttachment,
    Attachments,
    NoSuchAttachment,
)
from protectnet.app.explanations import explain
from protectnet.app.workspace import Workspace
from protectnet.domain.values import Attachment
from protectnet.store.errors import (
    OutFileExists,
)
from protectnet.store.store import Store


def test_extract_when_several_files_have_the_name_then_their_beginnings_tell_them_apart(
    workspace: Workspace, risk: str, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As when devices attach files of one name at the same time: none sees those of the others.
    monkeypatch.setattr(
        "protectnet.app.attachments._free_name", lambda _record, _kept, wanted, **_: wanted
    )
    contents = [b"first", b"second", b"third"]
    for content in contents:
        workspace.attachments.attach(risk, put(outside / "notes.txt", content))
    with pytest.raises(AmbiguousAttachment) as caught:
        workspace.attachments.extract(risk, "notes.txt", outside / "out")
    digests = sorted(hashlib.sha256(content).hexdigest() for content in contents)
    assert caught.value.facts == {
        "given": "notes.txt",
        "choices": tuple(digest[:8] for digest in digests),
    }
    found = {extracted(workspace, risk, digest[:8].upper(), outside) for digest in digests}
    assert found == set(contents)


def test_extract_when_the_beginnings_are_alike_then_longer_ones_are_named(
    workspace: Workspace, store: Store, risk: str, outside: Path
) -> None:
    digests = [bytes.fromhex("ab" * 6 + last + "00" * 25) for last in ("00", "10", "11")]
    files = [
        Attachment(digest, "notes", "text/plain", 1, bytes(32), bytes(32), ()) for digest in digests
    ]
    record = replace(workspace.records.find(risk), values={"attachments": tuple(files)})
    attachments = Attachments(store, OneRecord(record), workspace.editing)  # type: ignore[arg-type]
    with pytest.raises(AmbiguousAttachment) as caught:
        attachments.extract(risk, "notes", outside / "out")
    assert caught.value.facts["choices"] == tuple("ab" * 6 + last for last in ("00", "10", "11"))


def test_extract_when_the_name_is_typed_with_other_signs_for_the_same_letters_then_finds_it(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes, name="Reunio\N{COMBINING ACUTE ACCENT}n")
    assert extracted(workspace, risk, "Reuni\N{LATIN SMALL LETTER O WITH ACUTE}n", outside)
    assert extracted(workspace, risk, "Reunio\N{COMBINING ACUTE ACCENT}n", outside)


def test_extract_when_no_file_has_the_name_then_says_which_there_are(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    digest = workspace.attachments.attach(risk, notes).digest.hex()
    for name in ("nothing", "NOTES.TXT", digest[:3], "", digest[1:9]):
        with pytest.raises(NoSuchAttachment) as caught:
            workspace.attachments.extract(risk, name, outside / "out")
        assert caught.value.facts == {"given": name, "names": ("notes.txt",)}
    assert not (outside / "out").exists()


def test_extract_when_something_is_there_then_leaves_it(
    workspace: Workspace, risk: str, notes: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    with pytest.raises(OutFileExists):
        workspace.attachments.extract(risk, "notes.txt", notes)
    assert notes.read_bytes() == CONTENT


def test_extract_when_the_record_is_deleted_then_its_files_are_still_here(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    workspace.editing.delete(risk)
    assert extracted(workspace, risk, "notes.txt", outside) == CONTENT


def test_errors_when_explained_then_name_what_is_there() -> None:
    error = AmbiguousAttachment(given="notes.txt", choices=("0a1b2c3d", "ffeeddcc"))
    assert "0a1b2c3d, ffeeddcc" in explain(error).sentence
