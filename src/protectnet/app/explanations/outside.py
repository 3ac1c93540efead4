# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can happen between the program and what is outside of the vault."""

import errno
import os
from collections.abc import Mapping

from protectnet.app.answers import NoPassphrase, NotConfirmed
from protectnet.app.explanations.words import Table, Words
from protectnet.app.outside import FileUnreadable, FileUnwritable, OutputUnwritable
from protectnet.app.walk import WalkFailed
from protectnet.domain.marking import N_

_NO_NAME = N_("this system has no files of such a name")

OUTSIDE_WORDS: Table = {
    NoPassphrase: Words(
        N_("There is no passphrase: {reason}."),
        N_(
            "Type the passphrase at a terminal, or put it into a file and name that file with "
            "“--passphrase-file”."
        ),
        reasons={
            "no_terminal": N_("nobody can be asked for one here"),
            "empty": N_("the first line of the file is empty"),
            "too_long": N_("the first line of the file is too long"),
            "differs": N_("what was typed the second time is not the same"),
        },
    ),
    NotConfirmed: Words(
        N_("The question was not answered with its word, so nothing was done."),
        N_("Start again and type the word that the question names, or give “--yes”."),
        N_("Everything is as it was."),
    ),
    FileUnreadable: Words(
        N_("The file {name} cannot be read: {reason}."),
        N_("Look whether the name is right and the stick is plugged in."),
        reasons={
            "not_text": N_("what stands in the file is no text (UTF-8)"),
            "not_a_name": _NO_NAME,
        },
    ),
    FileUnwritable: Words(
        N_("{name} cannot be written: {reason}."),
        N_("Choose another place or another name, or make room there."),
        reasons={"not_a_name": _NO_NAME},
    ),
    OutputUnwritable: Words(
        N_("What was to be shown cannot be written: {reason}."),
        N_("Make room, or have the output written elsewhere."),
        N_("What was saved before is kept."),
    ),
    WalkFailed: Words(
        N_("The walk did not show what it must ({step})."),
        N_("This is a defect of the program. Please tell us its name."),
    ),
}

_NOTHING_THERE = N_("there is no such file or folder")
_NOT_ALLOWED = N_("the system does not allow this")
_NO_ROOM = N_("the disk is full")
_NO_PLAIN_FILE = N_("this is no plain file")
_DISK_FAILS = N_("the disk fails")
_TOO_LARGE = N_("the file is too large for this disk")
_IN_USE = N_("another program uses the file")
_TOO_MUCH_OPEN = N_("the system has too many files open")
_NETWORK_GONE = N_("the network folder does not answer")

_SYSTEM_WORDS = {
    errno.ENOENT: _NOTHING_THERE,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EISDIR: N_("this is a folder"),
    errno.ENOTDIR: N_("something on the way there is no folder"),
    errno.EEXIST: N_("something is there already"),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EFBIG: _TOO_LARGE,
    errno.EROFS: N_("the disk can only be read"),
    errno.EIO: _DISK_FAILS,
    errno.ENODEV: _DISK_FAILS,
    errno.ENXIO: _DISK_FAILS,
    errno.EINVAL: _NO_PLAIN_FILE,
    errno.ESPIPE: _NO_PLAIN_FILE,
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("the links on the way there lead in a circle"),
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EMFILE: _TOO_MUCH_OPEN,
    errno.ENFILE: _TOO_MUCH_OPEN,
    errno.ESTALE: _NETWORK_GONE,
    errno.ETIMEDOUT: _NETWORK_GONE,
    errno.EHOSTDOWN: _NETWORK_GONE,
}

SYSTEM_REASONS: Mapping[str, str] = {
    os.strerror(number): words for number, words in _SYSTEM_WORDS.items()
}
"""What the system says of files, in words that can be translated."""
