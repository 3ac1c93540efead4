# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the code of the window, beside what holds for all code (tests/habits)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.habits import tree

GUI = tuple(path for path in tree.python_files("src") if (tree.SOURCE / "gui") in path.parents)
MAIN_WINDOW_LINES = 150
SEAM = {"open", "run", "change", "close"}


def connections_to_lambdas(path: Path) -> Iterator[str]:
    """Worker signals reach a lambda in the worker's thread; so no signal is given one."""
    for node in ast.walk(tree.parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr == "connect" and any(isinstance(part, ast.Lambda) for part in node.args):
            yield f"{tree.name(path)}:{node.lineno}"


def work_given_lambdas(path: Path) -> Iterator[str]:
    """What is handed to the worker is a function with a name, which a defect's report can say."""
    for node in ast.walk(tree.parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        is_seam = node.func.attr in SEAM and "_work" in ast.dump(node.func.value)
        if is_seam and any(isinstance(part, ast.Lambda) for part in node.args):
            yield f"{tree.name(path)}:{node.lineno}"


def waiting_loops(path: Path) -> Iterator[str]:
    """A nested event loop lets anything happen in the middle of a slot."""
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_loop = node.func.attr in {"processEvents", "exec"}
            if is_loop and path.name != "application.py":
                yield f"{tree.name(path)}:{node.lineno}"


def dialogs_that_wait(path: Path) -> Iterator[str]:
    """QFileDialog's and QMessageBox's static functions are nested event loops, too."""
    names = {"getOpenFileName", "getSaveFileName", "getExistingDirectory", "question", "warning"}
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Attribute) and node.attr in names:
            yield f"{tree.name(path)}:{node.lineno}"


def slots_with_other_names(path: Path) -> Iterator[str]:
    """A slot of our own that begins with ``_on_`` names who sends and what happened."""
    for function in tree.functions(path):
        if function.name.startswith("_on_") and function.name.count("_") < 3:
            yield f"{tree.name(path)}:{function.name}"


CHECKS = [
    connections_to_lambdas,
    work_given_lambdas,
    waiting_loops,
    dialogs_that_wait,
    slots_with_other_names,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_window_when_looked_at_then_keeps_its_manners(check: object) -> None:
    assert callable(check)
    assert [finding for path in GUI for finding in check(path)] == []


BAD = """
signal.connect(lambda: 1)
self._work.run(lambda workspace: 1)
dialog.exec()
QFileDialog.getOpenFileName()
def _on_click(self): pass
"""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_check_when_code_is_bad_then_finds_it(
    check: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.py"
    path.write_text(BAD)
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    assert callable(check)
    assert len(list(check(path))) == 1


def test_main_window_when_measured_then_is_short() -> None:
    lines = (tree.SOURCE / "gui" / "main_window.py").read_text("utf-8").splitlines()
    assert len(lines) < MAIN_WINDOW_LINES
