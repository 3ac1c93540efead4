# SPDX-License-Identifier: GPL-3.0-or-later
"""The set-up without its downloads: what it decides, what it says, in which order it works."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
import qt_libraries
import run
import set_up

from tests.habits import tree

Version = namedtuple("Version", "major minor micro")


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A small repository in which the costly steps only write down that they were asked for."""
    (tmp_path / "requirements.lock").write_text("name==1\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(set_up.fingerprints, "__defaults__", (tmp_path,))
    taken: list[str] = []

    def make_venv() -> None:
        taken.append("venv")
        python = set_up.venv_python(tmp_path / ".venv")
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(set_up, "make_venv", make_venv)
    monkeypatch.setattr(set_up, "install_locked", lambda: taken.append("packages"))
    monkeypatch.setattr(set_up, "install_itself", lambda: taken.append("itself"))
    monkeypatch.setattr(set_up, "_run", lambda command, _what: taken.append(Path(command[1]).stem))
    return taken


def test_set_up_when_nothing_is_there_then_takes_every_step_in_order(steps: list[str]) -> None:
    assert set_up.main() == 0
    assert steps == ["venv", "packages", "itself", "qt_libraries"]


def test_set_up_when_nothing_changed_then_takes_no_step(steps: list[str]) -> None:
    set_up.main()
    steps.clear()
    assert set_up.main() == 0
    assert steps == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("requirements.lock", ["packages", "itself", "qt_libraries"]),
        ("pyproject.toml", ["itself"]),
    ],
)
def test_set_up_when_a_file_changed_then_takes_the_steps_that_depend_on_it(
    steps: list[str], tmp_path: Path, changed: str, expected: list[str]
) -> None:
    set_up.main()
    steps.clear()
    (tmp_path / changed).write_text("other\n", "utf-8")
    set_up.main()
    assert steps == expected


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"place": "elsewhere"}'])
def test_set_up_when_the_stamp_is_torn_or_of_another_place_then_begins_anew(
    steps: list[str], tmp_path: Path, stamp: str
) -> None:
    set_up.main()
    steps.clear()
    (tmp_path / ".venv" / set_up.STAMP).write_text(stamp, "utf-8")
    set_up.main()
    assert steps[0] == "venv"


def test_set_up_when_installing_fails_then_says_so_and_tries_again_next_time(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise set_up.SetUpFailed("No packages came.")

    with monkeypatch.context() as patch:
        patch.setattr(set_up, "install_locked", fail)
        assert set_up.main() == 1
    assert "No packages came." in capsys.readouterr().err
    steps.clear()
    assert set_up.main() == 0
    assert "packages" in steps


def test_set_up_when_qt_does_not_start_then_only_that_is_tried_again(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_command: list[str], what: str) -> None:
        raise set_up.SetUpFailed(what)

    with monkeypatch.context() as patch:
        patch.setattr(set_up, "_run", fail)
        assert set_up.main() == 1
    steps.clear()
    assert set_up.main() == 0
    assert steps == ["qt_libraries"]


def test_set_up_when_a_catalogue_is_newer_than_its_compiled_form_then_compiles(
    steps: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "resources" / "locale" / "es" / "LC_MESSAGES" / "protectnet.po"
    source.parent.mkdir(parents=True)
    source.touch()
    set_up.main()
    assert steps[-2:] == ["catalogues", "qt_libraries"]
    steps.clear()
    source.with_suffix(".mo").touch()
    os.utime(source, (1, 1))
    set_up.main()
    assert steps == []


def test_choose_python_when_it_is_old_and_no_other_is_there_then_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert set_up.main() == 1
    said = capsys.readouterr().err
    assert "3.11 or newer" in said
    assert "is 3.9.2" in said
    assert "make setup PYTHON=" in said


def test_choose_python_when_it_is_old_and_a_newer_one_is_there_then_goes_on_with_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Replaced(Exception):
        """The process would now be another one."""

    def replace(program: str, arguments: list[str]) -> None:
        raise Replaced(program, arguments[0])

    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2))
    monkeypatch.setattr(
        shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None
    )
    monkeypatch.setattr(os, "execv", replace)
    with pytest.raises(Replaced) as caught:
        set_up.choose_python()
    assert caught.value.args == ("/bin/python3.12", "/bin/python3.12")


def only_modules(monkeypatch: pytest.MonkeyPatch, *there: str) -> None:
    """Let this Python seem to have these modules and no others."""
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: object() if name in there else None
    )


@pytest.mark.parametrize("there", [("ensurepip", "pip"), ("venv",)])
def test_make_venv_when_python_is_incomplete_then_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...]
) -> None:
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    only_modules(monkeypatch, *there)
    with pytest.raises(set_up.SetUpFailed, match="apt-get install python3-venv"):
        set_up.make_venv()


def test_make_venv_when_there_is_no_ensurepip_then_the_pip_of_the_system_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    only_modules(monkeypatch, "venv", "pip")
    set_up.make_venv()
    assert set_up.venv_python(tmp_path / ".venv").exists()
    command = set_up._pip_install()
    assert command[:4] == [sys.executable, "-m", "pip", "--python"]


LDD = """\tlinux-vdso.so.1 (0x00007ffc)
\tlibxcb-icccm.so.4 => not found
\tlibGL.so.1 => /lib/libGL.so.1 (0x00007f)
\tlibxcb-icccm.so.4 => not found
"""


def test_libraries_not_found_when_some_are_then_names_each_once() -> None:
    assert qt_libraries.libraries_not_found(LDD) == {"libxcb-icccm.so.4"}


@pytest.mark.parametrize(
    ("goal", "environment", "first_of_the_last"),
    [
        ("offscreen", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "libgl1"),
        ("window", {}, "libgl1"),
        ("window", {"DISPLAY": ":0"}, "libxcb-cursor0"),
        ("window", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "libwayland-client0"),
    ],
)
def test_packages_for_when_a_display_is_there_then_adds_what_it_needs(
    goal: str, environment: dict[str, str], first_of_the_last: str
) -> None:
    packages = qt_libraries.packages_for(qt_libraries.plugins_for(goal, environment))
    last_groups = {"libgl1": 6, "libxcb-cursor0": 11, "libwayland-client0": 14}
    assert first_of_the_last in packages
    assert len(packages) == last_groups[first_of_the_last]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt-get is Debian's")
def test_qt_libraries_when_missing_and_not_root_then_prints_the_command_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda *_: {"libEGL.so.1"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert qt_libraries.main(["offscreen"]) == 1
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    command = "sudo apt-get update && sudo apt-get install -y libgl1 libegl1 libxkbcommon0"
    assert command in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt-get is Debian's")
def test_qt_libraries_when_missing_and_root_then_installs_and_looks_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        qt_libraries, "missing_libraries", lambda *_: set() if installed else {"libEGL.so.1"}
    )
    monkeypatch.setattr(qt_libraries, "starts_offscreen", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(qt_libraries, "_install", installed.append)
    assert qt_libraries.main(["offscreen"]) == 0
    assert installed == [qt_libraries.OFFSCREEN_PACKAGES]


def test_starts_offscreen_when_tests_run_then_it_does() -> None:
    assert qt_libraries.starts_offscreen()


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":1"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_has_display_when_asked_then_follows_the_system(
    system: str, environment: dict[str, str], expected: bool
) -> None:
    assert run.has_display(system, environment) is expected


def test_help_when_asked_then_lists_the_verbs_and_hides_those_that_have_nothing_to_do() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for verb in ("setup", "run", "test", "check", "catalogues", "lock"):
        assert f"make {verb} " in said
    assert ("make bench " in said) == (tree.ROOT / "tests" / "bench").exists()
    assert "[" not in said
