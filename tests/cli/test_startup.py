# SPDX-License-Identifier: GPL-3.0-or-later
"""Help answers at once: nothing heavy is imported for it, and what is imported late is allowed."""

import ast
import os
import re
import subprocess
import sys
from importlib import import_module

import pytest
from tests.habits import tree

from protectnet.cli.declared import COMMANDS, NOTHING
from protectnet.cli.executing import function_of
from protectnet.cli.parser import argument_function, parser_of

HEAVY = {
    "PySide6",
    "argparse",
    "cbor2",
    "cryptography",
    "dataclasses",
    "inspect",
    "json",
    "mnemonic",
    "platformdirs",
    "protectnet.app",
    "protectnet.gui",
    "sqlcipher3",
    "typing",
    "zstandard",
    "zxcvbn",
}
MODULE_NAME = re.compile(r"protectnet(\.\w+)+")
ALLOWED = {
    "cli": ("protectnet.cli", "protectnet.app", "protectnet.domain", "protectnet.i18n"),
    "__main__": ("protectnet.cli", "protectnet.gui", "protectnet.i18n"),
}


def loaded_by(*words: str) -> set[str]:
    """The modules that the program has loaded when it has answered."""
    code = (
        "import sys\n"
        "from protectnet.__main__ import main\n"
        f"code = main({list(words)!r})\n"
        "print(*sys.modules, file=sys.stderr)\n"
        "raise SystemExit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tree.ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "protectnet" in done.stdout + done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("typed", ["--help", "users --help", "sing"])
def test_help_when_shown_then_nothing_heavy_was_loaded(typed: str) -> None:
    assert loaded_by(*typed.split()) & HEAVY == set()


@pytest.mark.parametrize("typed", ["add --help", "list --limit x"])
def test_help_of_one_command_when_shown_then_only_the_parser_was_loaded(typed: str) -> None:
    assert loaded_by(*typed.split()) & HEAVY <= {"argparse", "typing"}


def test_kinds_when_listed_then_no_vault_and_no_cryptography_was_loaded() -> None:
    loaded = loaded_by("kinds")
    assert loaded & {"PySide6", "protectnet.gui", "protectnet.gui.application"} == set()


@pytest.mark.parametrize("name", [each.name for each in COMMANDS.values()])
def test_command_when_declared_then_its_functions_are_there(name: str) -> None:
    command = COMMANDS[tuple(name.split())]
    assert f"``{name}" in str(function_of(command).__doc__)
    assert parser_of(command).prog == f"protectnet {name}"
    assert not command.check or callable(argument_function(command.check))


def test_commands_when_declared_then_those_without_a_vault_are_these() -> None:
    without = {each.name for each in COMMANDS.values() if each.needs == NOTHING}
    assert without == {"kinds", "demo", "walk"}


def late_imports() -> list[tuple[str, str]]:
    """Every name of a module of ours that stands as a text in the code that imports modules late."""
    found = []
    for path in tree.python_files("src"):
        layer = path.relative_to(tree.SOURCE).parts[0].removesuffix(".py")
        if layer not in ALLOWED:
            continue
        texts = [
            node.value
            for node in ast.walk(tree.parsed(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        found += [(layer, text) for text in texts if MODULE_NAME.fullmatch(text)]
    return found


def test_late_imports_when_the_contracts_cannot_see_them_then_they_keep_them_all_the_same() -> None:
    found = late_imports()
    assert ("cli", "protectnet.cli.executing") in found
    for layer, module in found:
        assert module.startswith(ALLOWED[layer])
        if not module.startswith("protectnet.gui"):
            import_module(module)


def test_import_module_when_called_then_its_argument_is_a_name_that_is_checked_here() -> None:
    """Names that are put together stay below ``cli.commands``."""
    for path in tree.python_files("src"):
        for node in ast.walk(tree.parsed(path)):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module"):
                continue
            [argument] = node.args
            if isinstance(argument, ast.JoinedStr):
                first = argument.values[0]
                assert isinstance(first, ast.Constant)
                assert first.value == "protectnet.cli.commands."
            else:
                assert isinstance(argument, ast.Constant | ast.Name)
