# SPDX-License-Identifier: GPL-3.0-or-later
"""Write `requirements.lock` anew: one lock for every system and Python, hashes of all files, no addresses.

Needs the network once. The resolver lives in a folder of its own, so that `.venv` stays the locked one.
"""

import datetime
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
RESOLVER = "uv==0.13.9"
DAYS_OF_WAITING = 7

_ALLOWED_LINE = re.compile(
    r"^(?:[a-z0-9][a-z0-9.-]*==[A-Za-z0-9.+!]+(?: ; [^\\]+)? \\| {4}--hash=sha256:[0-9a-f]{64}(?: \\)?)$"
)


def lines_not_allowed(lock: str) -> list[str]:
    """Return the lines of `lock` that are neither `name==version` nor a hash: addresses, options, notes."""
    return [line for line in lock.splitlines() if not _ALLOWED_LINE.match(line)]


def resolve(resolver: Path, newest_day: str) -> str:
    """Return the text of a lock made by `resolver` of releases up to `newest_day` (ISO date)."""
    command = [str(resolver), "pip", "compile", "pyproject.toml", "--group", "dev", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--exclude-newer", newest_day]
    command += [
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-annotate",
        "--no-header",
        "--quiet",
    ]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> int:
    """Resolve and replace the lock; return 1 and leave it alone if the result holds anything else."""
    oldest_age = datetime.timedelta(days=DAYS_OF_WAITING)
    newest_day = (datetime.datetime.now(datetime.UTC) - oldest_age).date().isoformat()  # noqa: TID251 - no clock of ours
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run(
            [str(scripts / "python"), "-m", "pip", "install", "-qq", RESOLVER], check=True
        )
        lock = resolve(scripts / "uv", newest_day)
    strange = lines_not_allowed(lock)
    if strange:
        print(
            "The resolver wrote lines that may not stand in the lock:",
            *strange,
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    LOCK.write_text(lock, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
