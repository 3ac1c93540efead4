# SPDX-License-Identifier: GPL-3.0-or-later
"""See whether Qt can start here; if system libraries are missing, install them or say the exact command.

`qt_libraries.py offscreen` asks for what tests need, `qt_libraries.py window` for what this
person's display needs (X11, Wayland, or nothing more where there is no display).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Measured on a bare Debian 12; the names are the same on Ubuntu and (as provided names) on Debian 13.
OFFSCREEN_PACKAGES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
)
X11_PACKAGES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
)
WAYLAND_PACKAGES = ("libwayland-client0", "libwayland-cursor0", "libwayland-egl1")

_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
_PROBE_SECONDS = 120


def starts_offscreen() -> bool:
    """Return whether a QApplication can be made without a screen, tried in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def libraries_not_found(report: str) -> set[str]:
    """Return the names that `ldd`, whose output is `report`, could not find."""
    return {
        line.split()[0] for line in report.splitlines() if line.rstrip().endswith("=> not found")
    }


def missing_libraries(qt: Path, plugins: tuple[str, ...]) -> set[str]:
    """Return the system libraries that the Qt at `qt` and the named platform plugins lack."""
    if shutil.which("ldd") is None:
        return set()
    files = [qt / "lib" / "libQt6Gui.so.6", qt / "lib" / "libQt6Widgets.so.6"]
    files += [qt / "plugins" / "platforms" / plugin for plugin in plugins]
    missing: set[str] = set()
    for file in files:
        done = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False)
        missing |= libraries_not_found(done.stdout)
    return missing


def plugins_for(goal: str, environment: dict[str, str]) -> tuple[str, ...]:
    """Return the platform plugins that `goal` ("offscreen" or "window") needs under `environment`."""
    if goal == "window" and environment.get("WAYLAND_DISPLAY"):
        return ("libqoffscreen.so", "libqwayland.so", "libqxcb.so")
    if goal == "window" and environment.get("DISPLAY"):
        return ("libqoffscreen.so", "libqxcb.so")
    return ("libqoffscreen.so",)


def packages_for(plugins: tuple[str, ...]) -> tuple[str, ...]:
    """Return the Debian packages that hold the libraries of `plugins`."""
    packages: tuple[str, ...] = OFFSCREEN_PACKAGES
    if "libqxcb.so" in plugins:
        packages += X11_PACKAGES
    if "libqwayland.so" in plugins:
        packages += WAYLAND_PACKAGES
    return packages


def _install(packages: tuple[str, ...]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        print("+ " + " ".join(command), flush=True)
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)


def _explain(missing: set[str], packages: tuple[str, ...]) -> None:
    print("Qt cannot start: system libraries are missing.", file=sys.stderr)
    if missing:
        print("Not found: " + ", ".join(sorted(missing)), file=sys.stderr)
    if shutil.which("apt-get"):
        print("Type this, then try again:", file=sys.stderr)
        print(
            "  sudo apt-get update && sudo apt-get install -y " + " ".join(packages),
            file=sys.stderr,
        )
    else:
        print(
            "Install the packages of your system that hold them. On Debian and Ubuntu they are called:",
            file=sys.stderr,
        )
        print("  " + " ".join(packages), file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Check for the goal in `arguments`; return 0 when Qt can start, 1 after words about what is missing."""
    goal = arguments[0] if arguments else "offscreen"
    if not sys.platform.startswith("linux"):
        return 0 if starts_offscreen() else 1
    import PySide6  # noqa: PLC0415 - absent on systems where this script has nothing to look at

    qt = Path(PySide6.__file__).parent / "Qt"
    plugins = plugins_for(goal, dict(os.environ))
    packages = packages_for(plugins)

    def is_fine() -> bool:
        return not missing_libraries(qt, plugins) and starts_offscreen()

    if is_fine():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Qt's system libraries are missing; installing them.", flush=True)
        _install(packages)
        if is_fine():
            return 0
    _explain(missing_libraries(qt, plugins), packages)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
