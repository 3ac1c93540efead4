# SPDX-License-Identifier: GPL-3.0-or-later
"""Make `.venv` ready: locked packages with their hashes checked, this project, compiled catalogues.

Started by the Makefile with any Python 3, standard library alone. Quick when nothing changed: the
stamp names the lock, the project file, the interpreter and the folder it was made for.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = "requirements.lock"
STAMP = "protectnet-set-up.json"
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14")
NO_VENV = (
    "This Python has not {missing}. On Debian or Ubuntu: apt-get install python3-venv python3-pip"
)


class SetUpFailed(Exception):
    """Set-up cannot go on; the text says what the person can do."""


def venv_python(venv: Path = VENV) -> Path:
    """Return the interpreter inside `venv`, wherever this system puts it."""
    windows = venv / "Scripts" / "python.exe"
    return windows if sys.platform == "win32" else venv / "bin" / "python"


def fingerprints(root: Path = ROOT) -> dict[str, str]:
    """Return what a set-up depends on: the lock, the project file, and the interpreter with the folder."""
    return {
        "lock": hashlib.sha256((root / LOCK).read_bytes()).hexdigest(),
        "project": hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest(),
        "place": "{}.{} {} {}".format(*sys.version_info[:2], sys.platform, root),
    }


def read_stamp(venv: Path) -> dict[str, str]:
    """Return what the last set-up of `venv` depended on; nothing if there was none or it is unreadable."""
    try:
        stamp = json.loads((venv / STAMP).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and venv_python(venv).exists() else {}


def write_stamp(venv: Path, stamp: dict[str, str]) -> None:
    """Keep `stamp` as what the set-up of `venv` depended on."""
    (venv / STAMP).write_text(json.dumps(stamp, indent=1), "utf-8")


def choose_python() -> None:
    """Go on under a Python that is new enough, or raise SetUpFailed with the words for the person."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in CANDIDATES:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - no shell is wanted
    have = ".".join(str(part) for part in sys.version_info[:3])
    raise SetUpFailed(
        f"ProtectNet needs Python 3.11 or newer; {sys.executable} is {have}.\n"
        "Install a newer one and name it, for example: make setup PYTHON=python3.12"
    )


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise SetUpFailed(f"{what} did not work (see above): {' '.join(command)}")


def make_venv() -> None:
    """Make a new, empty `.venv`, with its own pip if this Python can give it one."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if importlib.util.find_spec("venv") is None:
        raise SetUpFailed(NO_VENV.format(missing="the module venv"))
    if not _has_ensurepip() and importlib.util.find_spec("pip") is None:
        raise SetUpFailed(NO_VENV.format(missing="ensurepip or pip"))
    options = [] if _has_ensurepip() else ["--without-pip"]
    _run([sys.executable, "-m", "venv", *options, str(VENV)], "Making .venv")


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _pip_install() -> list[str]:
    """Return the command that installs into `.venv`.

    Debian parts `ensurepip` from Python; then the pip of the system fills the folder from outside.
    """
    if _has_ensurepip():
        pip = [str(venv_python()), "-m", "pip"]
    else:
        pip = [sys.executable, "-m", "pip", "--python", str(venv_python())]
    return [*pip, "install", "-qq", "--disable-pip-version-check", "--no-input"]


def install_locked() -> None:
    """Install the locked packages, each checked against its hashes."""
    print("Installing the locked packages (about 130 MB, once) …", flush=True)
    options = ["--require-hashes", "--no-deps", "--prefer-binary", "-r", LOCK]
    _run([*_pip_install(), *options], "Installing the locked packages")


def install_itself() -> None:
    """Install this project into `.venv` as a link to the folder; needs no network."""
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    _run([*_pip_install(), *options], "Installing ProtectNet itself")


def compile_catalogues() -> None:
    """Compile those catalogues whose source is newer than their compiled form."""
    sources = (ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po")
    stale = [po for po in sources if not _is_compiled(po)]
    if stale:
        _run(
            [str(venv_python()), str(SCRIPTS / "catalogues.py"), "compile"],
            "Compiling the catalogues",
        )


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns


def set_up() -> None:
    """Do what the last set-up did not do or what has changed since; raise SetUpFailed."""
    now, before = fingerprints(), read_stamp(VENV)
    if before.get("place") != now["place"]:
        make_venv()
        before = {"place": now["place"]}
    if before.get("lock") != now["lock"]:
        install_locked()
        before = {**before, "lock": now["lock"], "project": "", "qt": ""}
    if before.get("project") != now["project"]:
        install_itself()
        before["project"] = now["project"]
        write_stamp(VENV, before)
    compile_catalogues()
    if before.get("qt") != "starts":
        _run([str(venv_python()), str(SCRIPTS / "qt_libraries.py"), "offscreen"], "Starting Qt")
        write_stamp(VENV, {**before, "qt": "starts"})


def main() -> int:
    """Set up whatever is not set up yet; return 0, or 1 after words about what is missing."""
    try:
        choose_python()
        set_up()
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
