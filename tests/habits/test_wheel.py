# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel, built as it is and read as an installed program would read it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.habits import tree

_ASK = """
from pathlib import Path
from protectnet import files, i18n, __file__ as here
assert Path(here).is_relative_to(Path.cwd()), here
print(files.resource("locale").relative_to(Path.cwd()).as_posix())
print(*i18n.languages())
print(i18n.set_language("fr"))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was unpacked, as installing does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=tree.ROOT, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    place = folder / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def test_wheel_when_installed_then_finds_its_resources_and_languages(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", f"import sys; sys.path.insert(0, '.')\n{_ASK}"],
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n") == ["protectnet/_resources/locale", "en es fr", "fr", ""]


def test_wheel_when_unpacked_then_holds_every_kept_file_of_the_program_and_nothing_else(
    installed: Path,
) -> None:
    packed = {
        path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()
    }
    packed = {name for name in packed if ".dist-info/" not in name and not name.endswith(".mo")}
    kept = {tree.name(path) for path in tree.kept_files()}
    program = {name.removeprefix("src/") for name in kept if name.startswith("src/protectnet/")}
    resources = {f"protectnet/_{name}" for name in kept if name.startswith("resources/")}
    assert packed == program | resources


def test_wheel_when_read_then_names_licence_script_and_python(installed: Path) -> None:
    (information,) = installed.glob("*.dist-info")
    about = (information / "METADATA").read_text("utf-8")
    assert "License-Expression: GPL-3.0-or-later" in about
    assert "Requires-Python: >=3.11" in about
    assert "Requires-Dist: pyside6-essentials<6.12,>=6.9.3" in about
    assert "protectnet = protectnet.__main__:main" in (information / "entry_points.txt").read_text(
        "utf-8"
    )
