# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with attached files."""

from protectnet.app.attachments import (
    AlreadyAttached,
    AmbiguousAttachment,
    AttachmentNameTaken,
    NoSuchAttachment,
)
from protectnet.app.explanations.words import Table, Words
from protectnet.domain.marking import N_
from protectnet.store import errors as store
from protectnet.store.images import ImageDamaged, MetadataCannotBeRemoved

_NOTHING_ATTACHED = N_("Nothing was attached; the file itself lies where it was.")
_NOTHING_WRITTEN = N_("Nothing was written; the attached file is still here.")
_LEFT_ALONE = N_("Nothing was written, and what is there was not touched.")

ATTACHMENT_WORDS: Table = {
    AlreadyAttached: Words(
        N_("This record has this very file already, as “{name}”."),
        N_("There is nothing to do."),
        N_("The file was not attached a second time."),
    ),
    AttachmentNameTaken: Words(
        N_("This record has another file called “{name}” already."),
        N_("Give this one another name."),
        _NOTHING_ATTACHED,
    ),
    NoSuchAttachment: Words(
        N_("This record has no attached file “{given}”. It has: {names}."),
        N_("Give the name as it stands there, or the beginning of its SHA-256."),
    ),
    AmbiguousAttachment: Words(
        N_("Several files of this record are called “{given}”: {choices}."),
        N_("Give one of these beginnings instead of the name."),
    ),
    MetadataCannotBeRemoved: Words(
        N_("A file of this sort ({kind}) can hold hidden details that cannot be removed from it."),
        N_(
            "Look yourself of whom and where the file tells. Where the file may be kept as it is, attach "
            "it with “--keep-original”."
        ),
        _NOTHING_ATTACHED,
    ),
    ImageDamaged: Words(
        N_("This picture ({kind}) is damaged ({reason}), so nobody can say what is hidden in it."),
        N_(
            "Copy the picture again from where it came. Where it stays damaged and may be kept as it is, "
            "attach it with “--keep-original”."
        ),
        _NOTHING_ATTACHED,
    ),
    store.AttachmentTooLarge: Words(
        N_("This file is too large; at most {allowed} MiB can be attached."),
        N_("Attach a part of it, or a smaller copy."),
        _NOTHING_ATTACHED,
    ),
    store.SourceUnreadable: Words(
        N_("The file cannot be read to its end ({reason})."),
        N_("Copy it to this device first, then try again."),
        _NOTHING_ATTACHED,
    ),
    store.BlobMissing: Words(
        N_("This attached file is not here; only the record that names it is."),
        N_("Take in a bundle of a device that has it, or attach it again."),
        N_("The record itself is as it was."),
    ),
    store.BlobDamaged: Words(
        N_("This attached file is damaged ({blob})."),
        N_("Take in a bundle of a device that has it whole, or attach it again."),
        N_("The record itself is as it was."),
    ),
    store.BlobsGone: Words(
        N_("Files that were attached on this laptop are gone from the vault's folder ({count})."),
        N_("Take in a bundle of a device that has them, or attach them again."),
        N_("The records themselves are as they were."),
    ),
    store.OutFileExists: Words(
        N_("There is something called {name} already."),
        N_("Give another name."),
        _LEFT_ALONE,
    ),
    store.OutFolderFull: Words(
        N_("There is not enough room in {name}."),
        N_("Make room, or choose another place."),
        _NOTHING_WRITTEN,
    ),
    store.OutFolderReadOnly: Words(
        N_("This system lets nobody write into {name}."),
        N_("Choose another place."),
        _NOTHING_WRITTEN,
    ),
    store.OutFolderUnreachable: Words(
        N_("The file cannot be written to {name} ({reason})."),
        N_("Choose another place."),
        _NOTHING_WRITTEN,
    ),
}
