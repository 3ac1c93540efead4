# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line run in this process, with what it says and how it ends."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.bench.vaults import PASSPHRASE

from protectnet.cli.declared import COMMANDS, NOTHING
from protectnet.cli.running import run, split

TODAY = "2026-11-23"


@dataclass(frozen=True)
class Said:
    """What a run said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Input = Callable[[bytes], None]


class CommandLine:
    """Runs commands on one vault, as if a person had typed them."""

    def __init__(
        self,
        vault: Path,
        passphrase_file: Path,
        capsys: pytest.CaptureFixture[str],
        give_input: Input,
    ) -> None:
        self.vault = vault
        self.passphrase_file = passphrase_file
        self._capsys = capsys
        self._give_input = give_input

    def __call__(self, *words: object, given: str | bytes = b"") -> Said:
        """Run a command on the vault; ``given`` stands on standard input."""
        typed = [str(each) for each in words]
        _before, name, _rest = split(typed)
        command = COMMANDS.get(name)
        if command is not None and command.needs != NOTHING:
            common = {
                "--vault": self.vault,
                "--passphrase-file": self.passphrase_file,
                "--today": TODAY,
            }
            if name == ("init",) and "--generate" in typed:
                del common["--passphrase-file"]
            for option, value in common.items():
                if option not in typed:
                    typed += [option, str(value)]
        return self.raw(*typed, given=given)

    def raw(self, *words: str, given: str | bytes = b"") -> Said:
        """Run exactly these words."""
        self._capsys.readouterr()
        self._give_input(given.encode() if isinstance(given, str) else given)
        code = run(words)
        captured = self._capsys.readouterr()
        return Said(code, captured.out, captured.err)

    def document(self, *words: object, given: str | bytes = b"") -> Any:
        """The document of a run with ``--json`` that was done."""
        said = self(*words, "--json", given=given)
        assert (said.code, said.err) == (0, "")
        return said.document

    def add(self, kind: str, **fields: object) -> str:
        """Add a record, and give its id."""
        document = self.document("add", kind, "--from", "-", given=json.dumps(fields))
        return str(document["id"])


def standard_input(monkeypatch: pytest.MonkeyPatch) -> Input:
    """A function that puts bytes on standard input, which is no terminal then."""

    def give(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))

    return give


def passphrase_file(folder: Path, passphrase: str = PASSPHRASE) -> Path:
    """A file with a passphrase in its first line."""
    path = folder / f"passphrase {len(list(folder.iterdir()))}"
    path.write_text(f"{passphrase}\nwhat stands below does not count\n", "utf-8")
    return path
