# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of docs/CLI.md, in their order, on one vault.

``python -m tests.cli.examples`` writes what they say today into the document.
"""

import hashlib
import io
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.bench.vaults import PASSPHRASE
from tests.habits import tree
from tests.scenarios.laptops import TODAY, made

from protectnet.app import opening, users, workspace
from protectnet.app.clock import BUILD_DAY
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.cli.declared import COMMANDS, NOTHING
from protectnet.cli.running import run, split
from protectnet.domain.ids import RecordId
from protectnet.vault.cost import KdfCost

DOCUMENT = tree.ROOT / "docs" / "CLI.md"
WORDS = "one two three four five six"
BUNDLE = "stick/0123456789abcdef.age"
PASSPHRASE_FILES = ("passphrase", "hill passphrase")
NEW = "meadow cinnamon anchor twelve"
FILES = {"notes.txt": "who said what at the ford\n", "beto.txt": "violin harbour quarter moss\n"}

_FENCE = re.compile(r"^```(json|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"File `([\w.]+)`:\n\n\Z")
_COMMAND = re.compile(r"^\$ protectnet (.*)\n", re.MULTILINE)
_CHANGING = (
    (re.compile(r"\b[0-9a-f]{8,}\b"), "<id>"),
    (re.compile(r"\d+ bytes"), "<size> bytes"),
    (re.compile(r"(passphrase of the vault:) .*"), r"\1 <words>"),
    (re.compile(r"(six words by voice:)(\s+\w+){6}"), r"\1 <words>"),
)


def as_compared(text: str) -> str:
    """The text without what differs from one run to the next; line ends count as spaces do."""
    for changing, instead in _CHANGING:
        text = changing.sub(instead, text)
    return " ".join(text.split())


def commands(text: str) -> list[str]:
    """The commands of all examples, as they are typed behind ``protectnet``."""
    return [typed for fence in _FENCE.finditer(text) for typed in _COMMAND.findall(fence.group(2))]


class Teller:
    """Runs the examples in a folder that has all they need."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passphrase = folder / "passphrase"
        for name, content in {
            **FILES,
            "new.txt": NEW,
            **dict.fromkeys(PASSPHRASE_FILES, PASSPHRASE),
        }.items():
            (folder / name).write_text(content, "utf-8")
        (folder / "stick").mkdir()
        cost = KdfCost.below_floor_for_tests()
        names = VaultNames(user="ana")
        with (
            opening.create_vault(
                folder / "vault", PASSPHRASE, names, clock=TODAY, cost=cost
            ) as vault,
            made(folder, "hill", "hill") as hill,
        ):
            self._words = " ".join(words_of(hill.devices.card(), "en"))
            hill.devices.write_card(folder / "hill.card")
            own = vault.devices.write_card(folder / "vault.card")
            hill.devices.trust(own.path, " ".join(own.words["en"]), "laptop")

    def retold(self, text: str) -> str:
        """The document with what its examples say now."""
        told, position = [], 0
        for fence in _FENCE.finditer(text):
            told.append(text[position : fence.start(2)])
            named = _FILE.search(text[: fence.start()])
            content = fence.group(2)
            if named:
                (self._folder / named.group(1)).write_text(content, "utf-8")
            elif fence.group(1) == "console":
                content = "".join(self._example(typed) for typed in _COMMAND.findall(content))
            told.append(content)
            position = fence.end(2)
        return "".join((*told, text[position:]))

    def _example(self, typed: str) -> str:
        said = self._say(shlex.split(typed.replace(WORDS, self._words)))
        if typed.startswith(("users passphrase", "users rotate")):
            self._passphrase.write_text(NEW, "utf-8")
        for bundle in (self._folder / "stick").glob("*.age"):
            said = said.replace(f"stick/{bundle.name}", BUNDLE)
        lines = "".join(f"{line.rstrip()}\n" for line in said.splitlines())
        return f"$ protectnet {typed}\n{lines}"

    def _say(self, words: list[str]) -> str:
        _before, name, _rest = split(words)
        if COMMANDS[name].needs != NOTHING:
            file = "hill passphrase" if words[-2:] == ["--vault", "hill"] else "passphrase"
            common = {
                "--vault": "vault",
                "--passphrase-file": file,
                "--today": BUILD_DAY.isoformat(),
            }
            words += [
                part
                for option in common
                if option not in words
                for part in (option, common[option])
            ]
        for bundle in (self._folder / "stick").glob("*.age"):
            words = [word.replace(BUNDLE, f"stick/{bundle.name}") for word in words]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            run(words)
        return out.getvalue() + err.getvalue()


def _ids() -> Iterator[RecordId]:
    """Ids that are the same in every run."""
    number = 0
    while True:
        number += 1
        yield RecordId(hashlib.sha256(f"example {number}".encode()).digest()[:16])


def retold(text: str, folder: Path) -> str:
    """The document with what its examples say now; they are run in ``folder``."""
    ids = _ids()
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setenv("COLUMNS", "80")
        here.setattr(workspace, "new_record_id", lambda: next(ids))
        here.setattr(opening, "calibrate", KdfCost.below_floor_for_tests)
        here.setattr(users, "calibrate", KdfCost.below_floor_for_tests)
        here.setattr("protectnet.cli.terminal._DEVICE", "no terminal")
        return Teller(folder).retold(text)


def main() -> None:
    """Write the document anew."""
    with tempfile.TemporaryDirectory() as folder:
        told = retold(DOCUMENT.read_text("utf-8"), Path(folder))
    DOCUMENT.write_text(told, "utf-8")


if __name__ == "__main__":
    main()
