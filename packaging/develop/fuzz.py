# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuzz every target of tests/fuzz, one after the other; say loudly when that cannot be done here.

FUZZ_SECONDS is how long it takes in all (600). The fuzzer is no part of the locked packages: there
are none of it for every system, so it is put into `.venv` when it is first asked for.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "tests" / "fuzz" / "requirements.lock"
FOUND = ROOT / "build" / "fuzz"
SECONDS = 600
LONGEST_INPUT = 16 * 1024
MOST_MIB = 1024
LONGEST_RUN = 20
LONGEST_REPORT = 4000

_TARGET = re.compile(r'^    "(\w+)": Target\(', re.MULTILINE)
_RUNS = re.compile(r"^Done (\d+) runs", re.MULTILINE)


class CannotRun(Exception):
    """There is no fuzzing here; the text says why."""


def targets() -> list[str]:
    """Return the names of all targets, without importing them."""
    return _TARGET.findall((ROOT / "tests" / "fuzz" / "targets.py").read_text("utf-8"))


def install() -> None:
    """Put the fuzzer into this environment if it is not there; raises CannotRun."""
    if importlib.util.find_spec("atheris") is not None:
        return
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)]
    if subprocess.run([*pip, *options], check=False).returncode != 0:
        raise CannotRun("the fuzzer cannot be installed for this system and Python")


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target; say what came of it and return whether nothing was found."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as seeds:
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST_INPUT}",
            f"-rss_limit_mb={MOST_MIB}",
            f"-timeout={LONGEST_RUN}",
            f"-artifact_prefix={FOUND / name}-",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", name, seeds, *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    runs = _RUNS.search(done.stdout)
    if done.returncode == 0 and runs:
        print(f"{name}: {runs[1]} runs, nothing found", flush=True)
        return True
    print(done.stdout[-LONGEST_REPORT:])
    print(f"!! FOUND ({name}) see above; the input is in {FOUND}", flush=True)
    return False


def main() -> int:
    """Fuzz all targets; return 0 if nothing was found, 1 if something was or it cannot be done."""
    seconds = int(os.environ.get("FUZZ_SECONDS", SECONDS))
    names = targets()
    try:
        install()
    except CannotRun as reason:
        print(f"!! NOT RUN (fuzz) {reason}")
        return 1
    FOUND.mkdir(parents=True, exist_ok=True)
    print(f"{len(names)} targets, {seconds} seconds in all", flush=True)
    fine = [fuzz(each, max(1, seconds // len(names))) for each in names]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    raise SystemExit(main())
