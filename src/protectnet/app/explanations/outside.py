# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can happen between the program and what is outside of the vault."""

import errno
import os
from collections.abc import Mapping

from protectnet.app.answers import NoPassphrase, NotConfirmed
from protectnet.app.explanations.words import Table, Words
from protectnet.app.outside import FileUnreadable, FileUnwritable
from protectnet.app.walk import WalkFailed
from protectnet.domain.marking import N_

OUTSIDE_WORDS: Table = {
    NoPassphrase: Words(
        N_("There is no passphrase: {reason}."),
        N_("Type it at a terminal, or put it into a file and name that with “--passphrase-file”."),
        reasons={
            "no_terminal": N_("nobody can be asked for it here"),
            "empty": N_("the first line of its file is empty"),
            "unreadable": N_("its file cannot be read"),
            "differs": N_("what was typed the second time is not the same"),
        },
    ),
    NotConfirmed: Words(
        N_("It was not confirmed, so it was not done."),
        N_("Answer the question with its word, or give “--yes”."),
        N_("Everything is as it was."),
    ),
    FileUnreadable: Words(
        N_("The file {name} cannot be read: {reason}."),
        N_("Look whether the name is right and the stick is plugged in."),
        reasons={"not_text": N_("it is no text (UTF-8)")},
    ),
    FileUnwritable: Words(
        N_("{name} cannot be written: {reason}."),
        N_("Choose another place, or make room there."),
    ),
    WalkFailed: Words(
        N_("The walk did not show what it must ({step})."),
        N_("This is a defect of the program. Please tell us its name."),
    ),
}

_SYSTEM_WORDS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("the system does not allow it"),
    errno.EPERM: N_("the system does not allow it"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("there is no such file or folder"),
    errno.EEXIST: N_("something is there already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EIO: N_("the disk fails"),
    errno.EINVAL: N_("it is no plain file"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}

SYSTEM_REASONS: Mapping[str, str] = {
    os.strerror(number): words for number, words in _SYSTEM_WORDS.items()
}
"""What the system says of files, in words that can be translated."""
