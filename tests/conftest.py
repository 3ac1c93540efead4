# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every test: no network, no real home folder, no window on the screen, no unannounced warning."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from protectnet.i18n import SOURCE_LANGUAGE, set_language

os.environ["QT_QPA_PLATFORM"] = os.environ.get("PROTECTNET_TEST_PLATFORM", "offscreen")

# `make test` is the same on every machine; PROTECTNET_EXAMPLES=2000 searches deeper and at random.
_EXAMPLES = int(os.environ.get("PROTECTNET_EXAMPLES", "0"))
settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "deep", settings.get_profile("ci"), derandomize=False, max_examples=max(_EXAMPLES, 1)
)
settings.load_profile("deep" if _EXAMPLES else "ci")


class NetworkTouched(AssertionError):
    """A test tried to reach something outside this machine."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those between processes of this machine through a file."""
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex
    real_sendto = socket.socket.sendto

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise NetworkTouched(f"connect to {address!r}")
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise NetworkTouched(f"connect to {address!r}")
        return real_connect_ex(self, address)

    def sendto(self: socket.socket, *arguments: Any) -> int:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise NetworkTouched(f"sendto {arguments[-1]!r}")
        return real_sendto(self, *arguments)

    def look_up(host: object, *_rest: object, **_options: object) -> None:
        raise NetworkTouched(f"name look-up of {host!r}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", sendto)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each test an empty home, so that none reads or leaves anything in the person's own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """Let each test begin in English, whatever language the one before it spoke."""
    set_language(SOURCE_LANGUAGE)
    yield
    set_language(SOURCE_LANGUAGE)


@pytest.fixture(autouse=True)
def _no_unannounced_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs at WARNING or above without the marker `logs_warnings`."""
    caplog: pytest.LogCaptureFixture = request.getfixturevalue("caplog")
    yield
    if request.node.get_closest_marker("logs_warnings") is not None:
        return
    loud = [
        record
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    if loud:
        pytest.fail("unannounced log records: " + "; ".join(record.getMessage() for record in loud))
