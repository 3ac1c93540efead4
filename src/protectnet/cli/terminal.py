# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal a person sits at, which may be there even where input and output are redirected."""

import getpass
import os
import sys
import warnings
from typing import TextIO

_DEVICE = "/dev/tty"


class Terminal:
    """Asks a person, where there is one."""

    def __init__(self, source: TextIO | None, err: TextIO) -> None:
        self._source = source
        self._err = err

    def line(self, question: str) -> str:
        """A person's answer; empty where nobody can be asked."""
        if self._source is None or not self._source.isatty():
            return ""
        print(question, end=" ", file=self._err, flush=True)
        return self._source.readline().strip()

    def secret(self, question: str) -> str | None:
        """What a person types without its being shown; ``None`` where nobody can be asked."""
        if not self._is_there():
            return None
        with warnings.catch_warnings():
            # Rather no answer than one that stands on the screen.
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                return getpass.getpass(f"{question} ")
            except EOFError:
                return ""
            except getpass.GetPassWarning:
                return None

    def _is_there(self) -> bool:
        if sys.platform == "win32":
            return self._source is not None and self._source.isatty()
        try:
            os.close(os.open(_DEVICE, os.O_RDWR | os.O_NOCTTY))
        except OSError:
            return False
        return True
