# SPDX-License-Identifier: GPL-3.0-or-later
"""The side file of a vault: outside its folder, so that a copy of the folder has another one or none.

It holds 16 random bytes, new at every opening, which the store holds too. Where they differ, the
folder was copied, or an older state of it was put back (docs/spec/sync-v1.md, section 5). Neither its
name nor its content says anything of the vault.
"""

import contextlib
import os
from pathlib import Path

from protectnet.files import make_private_folder, write_atomically
from protectnet.vault.keys import Randomness

NAME_BYTES = 8
TOKEN_BYTES = 16


class SideFile:
    """The side file called ``name`` (16 hexadecimal digits) in a folder of this person's programs."""

    def __init__(self, folder: Path, name: str, randomness: Randomness = os.urandom) -> None:
        if len(bytes.fromhex(name)) != NAME_BYTES:
            raise ValueError("the name of a side file has 16 hexadecimal digits")
        self._folder = folder
        self._path = folder / name
        self._randomness = randomness

    def __repr__(self) -> str:
        """Name the folder alone."""
        return f"SideFile({str(self._folder)!r})"

    def holds(self, token: bytes) -> bool:
        """Whether the file is there and holds this token; what cannot be read does not."""
        try:
            with self._path.open("rb") as file:
                untrusted = file.read(TOKEN_BYTES + 1)
        except OSError:
            return False
        return len(token) == TOKEN_BYTES and untrusted == token

    def renew(self) -> bytes:
        """Write a new token and give it.

        Where it cannot be written the token is given all the same: the next opening is in doubt
        then, which costs a new incarnation and nothing else.
        """
        token = self._randomness(TOKEN_BYTES)
        with contextlib.suppress(OSError):
            make_private_folder(self._folder)
            write_atomically(self._path, token)
        return token

    def forget(self) -> None:
        """Remove the file, for a vault that is gone; harmless when it is not there."""
        with contextlib.suppress(OSError):
            self._path.unlink()
