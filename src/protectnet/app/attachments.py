# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching files to records and taking them out again.

What a camera or a program hid in a picture is removed before anything is encrypted, and nothing
readable is written but the file that a person asks for (docs/spec/attachments.md).
"""

import errno
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePath
from typing import cast

from protectnet.app.differences import with_item
from protectnet.app.editing import AlreadyErased
from protectnet.app.names import InvalidName
from protectnet.app.outside import FileUnreadable, reading
from protectnet.app.record_writer import RecordWriter
from protectnet.app.records import Records
from protectnet.domain import fieldtypes
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidValue, ProtectNetError, UnknownField
from protectnet.domain.field import Field
from protectnet.domain.fieldtypes.links import MAX_NAME_CHARS
from protectnet.domain.fieldtypes.texts import check_text
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Attachment, Plain
from protectnet.store import blob_reading
from protectnet.store.blob_files import is_held, verify
from protectnet.store.blobs import KeptBlob, keep, remove_unused
from protectnet.store.errors import BlobDamaged, BlobMissing, SourceUnreadable
from protectnet.store.images import BEGINNING, media_type_of, strip
from protectnet.store.store import Progress, Store, no_progress

MIN_DIGITS = 4
"""How many digits of a file's SHA-256 are enough to name it by."""
SHOWN_DIGITS = 8
MAX_SHOWN_CHARS = 60


class AlreadyAttached(ProtectNetError):
    """The record has this very content already. Facts: ``name``, the one it has there."""

    code = "already_attached"


class AttachmentNameTaken(ProtectNetError):
    """The record has another file of the name that was asked for. Facts: ``name``."""

    code = "attachment_name_taken"


class NoSuchAttachment(ProtectNetError):
    """The record has no attached file of this name or SHA-256. Facts: ``given``, ``names``."""

    code = "no_such_attachment"


class AmbiguousAttachment(ProtectNetError):
    """Several different files have this name. Facts: ``given``, ``choices``.

    ``choices`` are the beginnings of their SHA-256, by which each can be named.
    """

    code = "ambiguous_attachment"


class Attachments:
    """The attached files of an open vault."""

    def __init__(self, store: Store, records: Records, writer: RecordWriter) -> None:
        self._store = store
        self._records = records
        self._writer = writer

    def attach(
        self,
        given_id: str,
        path: Path,
        *,
        name: str | None = None,
        keep_original: bool = False,
        progress: Progress = no_progress,
    ) -> Attachment:
        """Encrypt a copy of a file and attach it to a record, under the file's name unless given.

        A name that was given is kept or refused (``AttachmentNameTaken``); where the file's own one
        is taken, as two cameras both have an IMG_0001, a number tells them apart. Hidden details go,
        unless ``keep_original``. Raises ``FileUnreadable``, ``InvalidName``,
        ``MetadataCannotBeRemoved``, ``ImageDamaged``, ``AlreadyAttached``, ``AlreadyErased`` and what
        ``Records.find``, ``blobs.keep`` and ``RecordWriter.change`` raise; nothing is attached or left then.
        """
        record = self._record(given_id)
        field = _field(record)
        with _reading(path):
            path.stat()
        wanted = _checked_name(path, name)
        kept, media_type = self._keep(path, keep_original=keep_original, progress=progress)
        try:
            self._check_is_new(record, kept)
            free = _free_name(record, kept, wanted, is_asked_for=name is not None)
            plain = field.type.accept(_plain(kept, free, media_type))
            item = with_item(self._records.state(record), field, plain)
            self._writer.change(record, [item])
        except BaseException:
            # Whatever stopped it may have done so after the change was durable: then it is used.
            remove_unused(self._store, [kept.blob])
            raise
        return cast("Attachment", field.type.value(plain))

    def extract(
        self, given_id: str, name: str, out: Path, *, progress: Progress = no_progress
    ) -> Attachment:
        """Decrypt an attached file into the new file ``out``.

        ``name`` is its name or the beginning of its SHA-256. Raises ``NoSuchAttachment``,
        ``AmbiguousAttachment``, ``AlreadyErased`` and what ``Records.find`` and
        ``blob_reading.extract`` raise.
        """
        found = self._find(self._record(given_id), name)
        blob_reading.extract(self._store, found, out, progress)
        return found

    def _record(self, given_id: str) -> Record:
        record = self._records.find(given_id)
        if record.existence is Existence.ERASED:
            raise AlreadyErased(id=record.id.hex())
        return record

    def _keep(self, path: Path, *, keep_original: bool, progress: Progress) -> tuple[KeptBlob, str]:
        """The encrypted copy of a file, and its media type."""
        with _reading(path), path.open("rb", buffering=0) as file:
            beginning = file.read(BEGINNING)
            file.seek(0)
            source = file if keep_original else strip(file)
            length = os.fstat(file.fileno()).st_size
            kept = keep(self._store, source, progress, length=length)
            return kept, media_type_of(beginning, path.name)

    def _check_is_new(self, record: Record, kept: KeptBlob) -> None:
        """Refuse content that the record has, unless what it has cannot be read any more."""
        for each in _attached(record):
            if each.digest == kept.digest and self._is_whole(each):
                raise AlreadyAttached(name=each.name)

    def _is_whole(self, attachment: Attachment) -> bool:
        try:
            verify(self._store, attachment.blob)
        except (BlobMissing, BlobDamaged):
            return False
        return True

    def _find(self, record: Record, given: str) -> Attachment:
        attached = _attached(record)
        name = unicodedata.normalize("NFC", given)
        found = [each for each in attached if each.name == name]
        if not found and len(given) >= MIN_DIGITS:
            digits = given.lower()
            found = [each for each in attached if each.digest.hex().startswith(digits)]
        if not found:
            names = tuple(sorted({each.name for each in attached}))
            raise NoSuchAttachment(given=given[:MAX_SHOWN_CHARS], names=names)
        choices = _beginnings({each.digest.hex() for each in found})
        if len(choices) > 1:
            raise AmbiguousAttachment(given=given[:MAX_SHOWN_CHARS], choices=choices)
        return next((each for each in found if is_held(self._store, each.blob)), found[0])


def _field(record: Record) -> Field:
    for field in record.kind.fields:
        if isinstance(field.type, fieldtypes.Attachments):
            return field
    raise UnknownField(kind=record.kind.name, field=fieldtypes.Attachments.name)


def _attached(record: Record) -> list[Attachment]:
    found = record.get(_field(record).name)
    return (
        [each for each in found if isinstance(each, Attachment)] if isinstance(found, tuple) else []
    )


def _checked_name(path: Path, given: str | None) -> str:
    # A file's name is bytes, which need not be text.
    name = os.fsencode(path.name).decode("utf-8", "replace") if given is None else given
    try:
        checked = check_text(name, MAX_NAME_CHARS, "")
        reason = "" if checked else "empty"
    except InvalidValue as error:
        checked, reason = "", error.reason
    if reason:
        problem = Problem("name", reason, name[:MAX_SHOWN_CHARS])
        raise InvalidName(kind=fieldtypes.Attachments.name, problems=(problem,))
    return checked


def _free_name(record: Record, kept: KeptBlob, wanted: str, *, is_asked_for: bool) -> str:
    """The name itself, or where another file of the record has it, one with a number."""
    taken = {each.name for each in _attached(record) if each.digest != kept.digest}
    if wanted not in taken:
        return wanted
    if is_asked_for:
        raise AttachmentNameTaken(name=wanted[:MAX_SHOWN_CHARS])
    ending = PurePath(wanted).suffix
    numbered = (f" ({number}){ending}" for number in count(2))
    beginning = wanted.removesuffix(ending)
    free = (beginning[: MAX_NAME_CHARS - len(each)] + each for each in numbered)
    return next(each for each in free if each not in taken)


def _plain(kept: KeptBlob, name: str, media_type: str) -> Plain:
    return [kept.digest, name, media_type, kept.size, kept.blob, kept.key, list(kept.pieces)]


def _beginnings(digests: set[str]) -> tuple[str, ...]:
    """The shortest beginnings that tell these apart, sorted."""
    length = SHOWN_DIGITS
    while len({each[:length] for each in digests}) < len(digests):
        length += 1
    return tuple(sorted(each[:length] for each in digests))


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What the system says of reading the file, in our own words."""
    try:
        with reading(path):
            # A pipe would have us wait, and a device never ends.
            if path.exists() and not path.is_file():
                number = errno.EISDIR if path.is_dir() else errno.EINVAL
                raise OSError(number, os.strerror(number))
            yield
    except SourceUnreadable as error:
        raise FileUnreadable(name=str(path), reason=error.facts["reason"]) from error
