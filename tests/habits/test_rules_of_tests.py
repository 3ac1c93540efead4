# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of tests/conftest.py, tried on small test files that break them."""

import os
import socket
import tempfile
from pathlib import Path

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


def outcomes(project: pytest.Pytester, body: str, *arguments: str) -> dict[str, int]:
    project.makepyfile(test_it=body)
    result = project.runpytest_subprocess("-p", "no:cacheprovider", *arguments, "test_it.py")
    return result.parseoutcomes()


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "import logging\ndef test_it():\n    logging.warning('loud')\n",
            {"passed": 1, "errors": 1},
        ),
        ("import logging\ndef test_it():\n    logging.info('quiet')\n", {"passed": 1}),
        (
            "import logging, pytest\n@pytest.mark.logs_warnings\n"
            "def test_it():\n    logging.warning('announced')\n",
            {"passed": 1},
        ),
        (
            "import warnings\ndef test_it():\n    warnings.warn('old', stacklevel=1)\n",
            {"failed": 1},
        ),
        ("import pytest\n@pytest.mark.xfail\ndef test_it():\n    pass\n", {"failed": 1}),
        ("import pytest\n@pytest.mark.unheard_of\ndef test_it():\n    pass\n", {"errors": 1}),
        (
            "from PySide6.QtCore import qWarning\ndef test_it(qtbot):\n    qWarning('Qt is unhappy')\n",
            {"failed": 1},
        ),
        ("import pytest\n@pytest.mark.faults\ndef test_it():\n    assert 0\n", {"deselected": 1}),
    ],
    ids=["log", "quiet", "announced", "warning", "xfail", "marker", "qt", "faults"],
)
def test_rule_when_a_test_breaks_it_then_the_run_fails(
    project: pytest.Pytester, body: str, expected: dict[str, int]
) -> None:
    assert outcomes(project, body) == expected


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
