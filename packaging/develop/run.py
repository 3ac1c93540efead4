# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make run` does: open the window, or walk the sample job in the terminal where there is no display."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# The two commands of the program that `make run` knows; nothing else names them.
WINDOW_COMMAND = ("-m", "protectnet")
SAMPLE_JOB_COMMAND = ("-m", "protectnet", "walk")


def has_display(system: str, environment: Mapping[str, str]) -> bool:
    """Return whether a window can be shown on `system` (as `sys.platform`) under `environment`."""
    if system in {"darwin", "win32", "cygwin"}:
        return True
    return bool(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"))


def main() -> int:
    """Run the window or the sample job and return its exit code."""
    if has_display(sys.platform, os.environ):
        libraries = Path(__file__).with_name("qt_libraries.py")
        if subprocess.run([sys.executable, str(libraries), "window"], check=False).returncode != 0:
            return 1
        return subprocess.run([sys.executable, *WINDOW_COMMAND], check=False).returncode
    print(
        "There is no display here, so the window stays closed; the sample job runs in the terminal instead.",
        flush=True,
    )
    return subprocess.run([sys.executable, *SAMPLE_JOB_COMMAND], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
