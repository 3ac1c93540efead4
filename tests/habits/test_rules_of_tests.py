# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of tests/conftest.py, tried on small test files that break them."""

import os
import re
import socket
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from platformdirs import user_data_dir

from tests.conftest import NetworkTouched
from tests.habits import tree

pytest_plugins = ["pytester"]

CONFTEST = (tree.ROOT / "tests" / "conftest.py").read_text("utf-8")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST)
    pytester.makepyprojecttoml((tree.ROOT / "pyproject.toml").read_text("utf-8"))
    (pytester.path / "tests").mkdir()
    return pytester


def test_network_when_a_test_connects_then_it_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(NetworkTouched):
        connection.connect(("127.0.0.1", 9))
    with socket.socket() as connection, pytest.raises(NetworkTouched):
        connection.connect_ex(("127.0.0.1", 9))
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams, pytest.raises(NetworkTouched):
        datagrams.sendto(b"x", ("127.0.0.1", 9))
    with pytest.raises(NetworkTouched):
        socket.getaddrinfo("localhost", 9)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
def test_network_when_two_processes_of_this_machine_talk_then_it_is_allowed() -> None:
    # Not in tmp_path: the name of such a socket may have only about 100 letters.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/s")
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(f"{folder}/s")


def test_home_when_a_test_looks_for_it_then_finds_an_empty_one_of_its_own(tmp_path: Path) -> None:
    assert list(Path.home().iterdir()) == []
    assert Path(user_data_dir("protectnet")).is_relative_to(Path.home())
    assert tmp_path.parent.parent in Path.home().parents


def test_platform_when_tests_run_then_no_window_is_shown() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == os.environ.get("PROTECTNET_TEST_PLATFORM", "offscreen")


BODIES = {
    "a_log": ("import logging\ndef test_it():\n    logging.warning('loud')\n", {"error"}),
    "b_quiet": ("import logging\ndef test_it():\n    logging.info('quiet')\n", set()),
    "c_announced": (
        "import logging, pytest\n@pytest.mark.logs_warnings\n"
        "def test_it():\n    logging.warning('announced')\n",
        set(),
    ),
    "d_warning": (
        "import warnings\ndef test_it():\n    warnings.warn('old', stacklevel=1)\n",
        {"failure"},
    ),
    "e_xfail": ("import pytest\n@pytest.mark.xfail\ndef test_it():\n    pass\n", {"failure"}),
    "f_marker": (
        "import pytest\n@pytest.mark.unheard_of\ndef test_it():\n    pass\n",
        {"error"},
    ),
    "g_qt": (
        "from PySide6.QtCore import qWarning\ndef test_it(qtbot):\n    qWarning('unhappy')\n",
        {"failure"},
    ),
    "h_faults": ("import pytest\n@pytest.mark.faults\ndef test_it():\n    assert 0\n", None),
}


def test_rules_when_a_test_breaks_one_then_that_test_fails(project: pytest.Pytester) -> None:
    project.makepyfile(**{f"test_{name}": body for name, (body, _) in BODIES.items()})
    names = [f"test_{name}.py" for name in BODIES]
    options = ["-p", "no:cacheprovider", "--continue-on-collection-errors", "--junitxml=out.xml"]
    project.runpytest_subprocess(*options, *names)
    report = project.path / "out.xml"
    outcomes = {
        re.sub(r".*test_([a-h]_\w+).*", r"\1", case.get("classname") or case.get("name") or ""): {
            part.tag for part in case if part.tag in {"failure", "error"}
        }
        for case in ElementTree.parse(report).iter("testcase")  # noqa: S314 - our own report
    }
    assert outcomes == {name: tags for name, (_, tags) in BODIES.items() if tags is not None}


def test_marked_tests_when_one_skips_itself_then_it_is_said_loudly(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(
        test_it="import pytest\npytestmark = pytest.mark.interop\n"
        "def test_one():\n    pytest.skip('no age here')\ndef test_two():\n    pass\n"
    )
    tool = tree.ROOT / "packaging" / "develop" / "marked_tests.py"
    result = project.runpython_c(
        f"import runpy, sys; sys.argv = ['marked_tests.py', 'interop', 'test_it.py']; "
        f"runpy.run_path({str(tool)!r}, run_name='__main__')"
    )
    assert result.ret == 0
    result.stdout.fnmatch_lines(["!! NOT RUN (interop) test_it.py::test_one: no age here"])
