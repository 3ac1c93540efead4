# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a store. Whatever else leaves this package is a defect of ours."""

from protectnet.domain.errors import ProtectNetError


class StoreError(ProtectNetError):
    """Base of what people can be told about the store."""

    code = "store"


class StoreMissing(StoreError):
    """No store is where one should be; none is made. Facts: ``path``."""

    code = "store_missing"


class StoreAlreadyThere(StoreError):
    """A store was to be made where a file is already. Facts: ``path``."""

    code = "store_already_there"


class WrongStoreKey(StoreError):
    """The key belongs to another store. Facts: ``path``."""

    code = "wrong_store_key"


class DamagedStore(StoreError):
    """The store's file was changed or damaged outside this program. Facts: ``path``."""

    code = "damaged_store"


class StoreTooNew(StoreError):
    """A newer version of the program wrote the store. Facts: ``found``, ``known`` (schema numbers)."""

    code = "store_too_new"


class StoreFull(StoreError):
    """The disk, or this person's share of it, is full.

    Facts: ``path``, ``room``: how many MB should be free before the next try.
    """

    code = "store_full"
    USUAL_ROOM = 20
    """The write-ahead log before it is emptied (8 MB), the same in the store itself, and some more."""

    def __init__(self, path: str, more: int = 0) -> None:
        super().__init__(path=path, room=self.USUAL_ROOM + -(-more // 1_000_000))


class StoreReadOnly(StoreError):
    """The system does not allow writing the store. Facts: ``path``."""

    code = "store_read_only"


class StoreBusy(StoreError):
    """Another process has the store open. Facts: ``path``."""

    code = "store_busy"


class StoreUnreachable(StoreError):
    """The disk fails to read or write: it was unplugged, or it is breaking. Facts: ``path``."""

    code = "store_unreachable"


class Cancelled(StoreError):
    """A person stopped a long work; everything is as it was before it."""

    code = "cancelled"


class NoSuchRecord(StoreError):
    """No record has this id, or one that begins like this. Facts: ``given``."""

    code = "no_such_record"


class AmbiguousRecord(StoreError):
    """Several records have an id that begins like this. Facts: ``given``, ``count`` (at most 100)."""

    code = "ambiguous_record"


class NoSuchFilter(StoreError):
    """Records cannot be sorted or filtered by this field. Facts: ``kind``, ``field``."""

    code = "no_such_filter"


class NameTaken(StoreError):
    """Another user of this vault has this code name. Facts: ``name``."""

    code = "name_taken"


class SegmentOutOfOrder(StoreError):
    """A segment whose predecessor is not held was to be applied. Facts: ``log`` (hex), ``number``."""

    code = "segment_out_of_order"


class SegmentIncomplete(StoreError):
    """A segment that lacks an operation which no erase names was to be applied.

    Facts: ``log`` (hex), ``number``.
    """

    code = "segment_incomplete"


class NotTakenLast(StoreError):
    """Of the bundles that were taken, only the last one can be taken back first."""

    code = "not_taken_last"


class CannotTakeBack(StoreError):
    """Since a bundle was taken somebody was told of it, or something was changed on top of it.

    It cannot be taken back as if it had never come.
    """

    code = "cannot_take_back"


class NoSuchSegment(StoreError):
    """No segment of this name is held. Facts: ``segment`` (hex)."""

    code = "no_such_segment"


class NoSuchUser(StoreError):
    """No user of this vault has this code name or id. Facts: ``name``."""

    code = "no_such_user"


class BlobMissing(StoreError):
    """The encrypted file of an attachment is not held here. Facts: ``blob`` (beginning of its id)."""

    code = "blob_missing"


class BlobDamaged(StoreError):
    """An encrypted file is not the one that was attached. Facts: ``blob`` (beginning of its id)."""

    code = "blob_damaged"


class BlobsGone(StoreError):
    """Encrypted files that this device attached itself are not here. Facts: ``count``."""

    code = "blobs_gone"


class AttachmentTooLarge(StoreError):
    """A file is larger than an attachment can be. Facts: ``allowed`` (MiB)."""

    code = "attachment_too_large"


class SourceUnreadable(StoreError):
    """What was to be attached cannot be read to its end. Facts: ``reason`` (the system's word)."""

    code = "source_unreadable"


class OutFileExists(StoreError):
    """A file was to be taken out where something is already. Facts: ``name``."""

    code = "out_file_exists"


class OutFolderFull(StoreError):
    """There is no room for a file where it was to be taken out to. Facts: ``name``."""

    code = "out_folder_full"


class OutFolderReadOnly(StoreError):
    """The system allows no writing where a file was to be taken out to. Facts: ``name``."""

    code = "out_folder_read_only"


class OutFolderUnreachable(StoreError):
    """A file cannot be taken out to there. Facts: ``name``, ``reason`` (the system's word)."""

    code = "out_folder_unreachable"


class ProjectionDiffers(StoreError):
    """Tables do not say what the log says; ``rebuild`` makes them anew. Facts: ``records``, how many."""

    code = "projection_differs"
