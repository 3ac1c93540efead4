# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the repository, read once, for the checks beside this one."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "protectnet"
_BINARY = {".png", ".ttf", ".jpg", ".jpeg"}
_FED_IN = {("tests", "vectors"), ("tests", "stores"), ("tests", "bundles")}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def kept_files() -> tuple[Path, ...]:
    """Return the files that git keeps or would keep, those just written too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def text_files() -> tuple[Path, ...]:
    """Return the kept files that people read: neither pictures, fonts nor the bytes that tests feed in."""
    return tuple(
        path for path in kept_files() if path.suffix not in _BINARY and not _is_fed_in(path)
    )


def _is_fed_in(path: Path) -> bool:
    folders = path.relative_to(ROOT).parts
    return folders[:2] in _FED_IN and path.suffix not in {".md", ".py"}


def python_files(*folders: str) -> tuple[Path, ...]:
    """Return the kept Python files under `folders` of the repository."""
    return tuple(
        path
        for path in kept_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    )


@functools.cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of `path`."""
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    """Return `path` as people say it: from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of `path`, inner ones too."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def imported(node: ast.AST) -> list[str]:
    """Return the modules that the import `node` names; nothing for another node."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case _:
            return []
