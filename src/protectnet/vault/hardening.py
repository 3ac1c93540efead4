# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking the system to keep this process's memory and files to itself, as far as it does that."""

import ctypes
import sys
from dataclasses import dataclass

from protectnet.files import set_private_umask

if sys.platform != "win32":
    import resource

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4


@dataclass(frozen=True, slots=True)
class Hardening:
    """What was reached: ``False`` where the system does not know it or refused."""

    private_files: bool
    """New files are their owner's alone."""
    no_core_dumps: bool
    """A crash writes no image of the memory."""
    not_dumpable: bool
    """Other processes of the same person cannot read the memory (Linux)."""


def harden_process() -> Hardening:
    """Do what can be done, for the rest of the process's life. Never raises; harmless when repeated.

    It does not keep memory out of swap or hibernation, and nothing here stops the system's owner.
    """
    set_private_umask()
    return Hardening(
        private_files=sys.platform != "win32",
        no_core_dumps=_forbid_core_dumps(),
        not_dumpable=_forbid_reading_memory(),
    )


def _forbid_core_dumps() -> bool:
    if sys.platform == "win32":
        return False
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    except (OSError, ValueError):
        return False


def _forbid_reading_memory() -> bool:
    if sys.platform != "linux":
        return False
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        return int(prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)) == 0
    except (OSError, AttributeError):
        return False
