# SPDX-License-Identifier: GPL-3.0-or-later
"""The sizes and manners of the code. An exception stands in a table here, by name and with its reason."""

import ast
import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.habits import tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MOST_METHODS = 15
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "controller", "base"}

# name of a file (and ":function" or ":class" in it) -> why it may
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
BIG_CLASSES: dict[str, str] = {
    "src/protectnet/vault/vault.py:Vault": "four of the twenty are properties, four the context and its text",
}
NAMED_LIKE_A_DRAWER: dict[str, str] = {
    "src/protectnet/domain/fieldtypes/base.py": "holds the one class that all field types derive from",
}
OWN_IMPORTS_DELAYED: dict[str, str] = {}


def too_long_files(path: Path) -> Iterator[str]:
    lines = len(path.read_text("utf-8").splitlines())
    if lines > LONGEST_FILE:
        yield f"{tree.name(path)}: {lines} lines"


def too_long_functions(path: Path) -> Iterator[str]:
    for function in tree.functions(path):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LONGEST_FUNCTION:
            yield f"{tree.name(path)}:{function.name}: {lines} lines"


def too_big_classes(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(part, tree.Function) for part in node.body)
            if methods > MOST_METHODS:
                yield f"{tree.name(path)}:{node.name}: {methods} methods"


def drawers(path: Path) -> Iterator[str]:
    words = set(path.stem.split("_")) | set(path.parent.name.split("_"))
    if words & DRAWERS:
        yield f"{tree.name(path)}: a drawer without a subject"


def delayed_own_imports(path: Path) -> Iterator[str]:
    for function in tree.functions(path):
        for node in ast.walk(function):
            for module in tree.imported(node):
                if module.partition(".")[0] == "protectnet":
                    yield f"{tree.name(path)}:{function.name}: imports {module}"


def hidden_cycles(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Name | ast.Attribute | ast.alias) and "TYPE_CHECKING" in ast.dump(
            node
        ):
            yield f"{tree.name(path)}: TYPE_CHECKING"


def qt_outside_the_window(path: Path) -> Iterator[str]:
    if (tree.SOURCE / "gui") in path.parents:
        return
    for node in ast.walk(tree.parsed(path)):
        if any(module.startswith(("PySide6", "shiboken6")) for module in tree.imported(node)):
            yield f"{tree.name(path)}: Qt"


def undocumented(path: Path) -> Iterator[str]:
    module = tree.parsed(path)
    if ast.get_docstring(module) is None:
        yield f"{tree.name(path)}: the module"
    yield from _undocumented_in(module, tree.name(path))


def _undocumented_in(scope: ast.Module | ast.ClassDef, where: str) -> Iterator[str]:
    for node in scope.body:
        if not isinstance(node, tree.Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None and not _said_elsewhere(node, scope):
            yield f"{where}:{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(node, f"{where}:{node.name}")


def _said_elsewhere(node: tree.Function | ast.ClassDef, scope: ast.Module | ast.ClassDef) -> bool:
    """Whether `node` is one of several forms, or fulfils what a class above it describes."""
    if any(
        "overload" in ast.dump(mark) or "setter" in ast.dump(mark) for mark in node.decorator_list
    ):
        return True
    fulfils = isinstance(scope, ast.ClassDef) and bool(scope.bases)
    return fulfils and (node.name in _documented_methods() or not node.name.islower())


@functools.cache
def _documented_methods() -> frozenset[str]:
    return frozenset(
        part.name
        for path in tree.python_files("src")
        for scope in ast.walk(tree.parsed(path))
        if isinstance(scope, ast.ClassDef)
        for part in scope.body
        if isinstance(part, tree.Function) and ast.get_docstring(part) is not None
    )


MARKS = {"_", "N_", "gettext", "ngettext", "pgettext"}


def filled_before_translated(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in MARKS and any(isinstance(part, ast.JoinedStr) for part in node.args):
            yield f"{tree.name(path)}:{node.lineno}: an f-string is never found in a catalogue"
    for outer in ast.walk(tree.parsed(path)):
        if isinstance(outer, ast.JoinedStr):
            yield from _hidden_sentences(outer, tree.name(path))


def _hidden_sentences(outer: ast.JoinedStr, where: str) -> Iterator[str]:
    """Sentences marked inside an f-string, where the tool that collects them does not look."""
    for node in ast.walk(outer):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            is_marked = node.func.id in MARKS
            if is_marked and any(isinstance(part, ast.Constant) for part in node.args):
                yield f"{where}:{node.lineno}: a sentence inside an f-string"


def unlicensed(path: Path) -> Iterator[str]:
    first = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
    text = path.read_text("utf-8")
    if text and not text.startswith(first):
        yield f"{tree.name(path)}: first line"


def checks_by_assert(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Assert):
            yield f"{tree.name(path)}:{node.lineno}: assert is gone under python -O"


Check = Callable[[Path], Iterator[str]]

ALL_CODE = ("src", "tests", "packaging")
CHECKS: list[tuple[Check, tuple[str, ...], dict[str, str]]] = [
    (too_long_files, ALL_CODE, LONG_FILES),
    (too_long_functions, ALL_CODE, LONG_FUNCTIONS),
    (too_big_classes, ALL_CODE, BIG_CLASSES),
    (drawers, ALL_CODE, NAMED_LIKE_A_DRAWER),
    (delayed_own_imports, ("src",), OWN_IMPORTS_DELAYED),
    (hidden_cycles, ("src",), {}),
    (qt_outside_the_window, ("src",), {}),
    (undocumented, ("src", "packaging"), {}),
    (filled_before_translated, ("src",), {}),
    (unlicensed, ALL_CODE, {}),
    (checks_by_assert, ("src", "packaging"), {}),
]


def excused(finding: str, exceptions: dict[str, str]) -> bool:
    return any(finding.startswith(f"{place}:") for place in exceptions)


@pytest.mark.parametrize(
    ("check", "folders", "exceptions"), CHECKS, ids=[check.__name__ for check, _, _ in CHECKS]
)
def test_code_when_looked_at_then_keeps_the_manners(
    check: Check, folders: tuple[str, ...], exceptions: dict[str, str]
) -> None:
    findings = [finding for path in tree.python_files(*folders) for finding in check(path)]
    assert [finding for finding in findings if not excused(finding, exceptions)] == []


@pytest.mark.parametrize(
    ("check", "folders", "exceptions"),
    [row for row in CHECKS if row[2]],
    ids=[check.__name__ for check, _, exceptions in CHECKS if exceptions],
)
def test_exception_when_no_longer_needed_then_is_not_kept(
    check: Check, folders: tuple[str, ...], exceptions: dict[str, str]
) -> None:
    findings = [finding for path in tree.python_files(*folders) for finding in check(path)]
    needed = [place for place in exceptions if any(f.startswith(f"{place}:") for f in findings)]
    assert needed == list(exceptions)


BAD = """import protectnet
from typing import TYPE_CHECKING
from PySide6.QtCore import QObject
def shown(a):
    from protectnet.app import clock
    assert a
    return _(f"Saved {a}")
class Big:
""" + "".join(f"    def m{n}(self): pass\n" for n in range(16))


@pytest.mark.parametrize("check", [check for check, _, _ in CHECKS if check is not drawers])
def test_check_when_code_is_bad_then_finds_it(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.py"
    long_body = "".join(f"    x = {n}\n" for n in range(450))
    path.write_text(f"{BAD}def long():\n{long_body}", "utf-8")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    assert list(check(path))


def test_drawers_when_a_module_is_called_so_then_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    assert list(drawers(tmp_path / "date_utils.py"))
    assert list(drawers(tmp_path / "helpers" / "dates.py"))
    assert not list(drawers(tmp_path / "domain" / "dates.py"))
