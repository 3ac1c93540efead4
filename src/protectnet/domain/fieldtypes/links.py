# SPDX-License-Identifier: GPL-3.0-or-later
"""Links to records, and attachments."""

from dataclasses import dataclass
from typing import ClassVar

from protectnet.domain.errors import InvalidId, InvalidValue
from protectnet.domain.fieldtypes.base import FieldType, Schema, VocabularySource, parts_of
from protectnet.domain.fieldtypes.texts import check_text
from protectnet.domain.ids import ID_BYTES, RecordId, parse_id
from protectnet.domain.values import Attachment, Plain, Reference, Value

HASH_BYTES = 32
MAX_NAME_CHARS = 200
MAX_MEDIA_TYPE_CHARS = 100
MAX_PIECES = 1_536
MAX_ATTACHMENT_BYTES = 1_480 * 1024 * 1024
"""What fits into ``MAX_PIECES`` pieces of one MiB with padding; the operation then has 51 KB."""


@dataclass(frozen=True, slots=True)
class ReferenceTo(FieldType):
    """A link to one record of the kinds named (none named: any kind).

    JSON form: ``kind:id`` with the id as 32 hexadecimal digits; the plain form is
    [number of the kind, id of 16 bytes]. ``numbers`` maps the allowed names to their numbers.
    """

    numbers: tuple[tuple[str, int], ...]
    name: ClassVar[str] = "reference"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if not isinstance(given, str):
            raise InvalidValue("not_a_reference", given)
        kind_name, colon, id_text = given.rpartition(":")
        if not colon and len(self.numbers) == 1:
            kind_name = self.numbers[0][0]
        numbers = dict(self.numbers)
        if kind_name not in numbers:
            raise InvalidValue("wrong_kind" if kind_name else "not_a_reference", given)
        try:
            return [numbers[kind_name], parse_id(id_text)]
        except InvalidId as error:
            raise InvalidValue("not_a_reference", given) from error

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 2:
            raise InvalidValue("not_a_reference", untrusted)
        number, target = untrusted
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 65_536:
            raise InvalidValue("not_a_reference", untrusted)
        if not isinstance(target, bytes) or len(target) != ID_BYTES:
            raise InvalidValue("not_a_reference", untrusted)
        return [number, target]

    def present(self, plain: Plain) -> object:
        number, target = parts_of(plain)
        if not isinstance(target, bytes):
            raise TypeError("an id is bytes")
        names: dict[Plain, str] = {number: name for name, number in self.numbers}
        return f"{names.get(number, number)}:{target.hex()}"

    def value(self, plain: Plain) -> Value:
        number, target = parts_of(plain)
        if not isinstance(number, int) or not isinstance(target, bytes):
            raise TypeError("a reference is a number and an id")
        return Reference(number, RecordId(target))

    def column(self, plain: Plain) -> str | int | None:
        return str(self.present(plain))

    def schema(self, vocabularies: VocabularySource) -> Schema:
        names = "|".join(name for name, _ in self.numbers)
        prefix = f"(({names}):)" + ("?" if len(self.numbers) == 1 else "")
        return {
            "type": "string",
            "pattern": rf"^({prefix}[0-9a-f]{{32}}|@.+)$",
            "x-kinds": [name for name, _ in self.numbers],
        }


@dataclass(frozen=True, slots=True)
class ReferencesTo(ReferenceTo):
    """Links to any number of records, each at most once."""

    name: ClassVar[str] = "references"
    is_set: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Attachments(FieldType):
    """Files kept as encrypted blobs.

    Plain form: [SHA-256 of the plaintext, name, media type, size in bytes, blob id, key,
    [SHA-256 of each MiB of ciphertext]]. People attach files with a command of its own, so
    nothing can be given as JSON.
    """

    name: ClassVar[str] = "attachments"
    is_set: ClassVar[bool] = True

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        raise InvalidValue("not_an_attachment", given)

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 7:
            raise InvalidValue("not_an_attachment", "")
        digest, named, media_type, size, blob, key, pieces = untrusted
        for part in (digest, blob, key):
            if not isinstance(part, bytes) or len(part) != HASH_BYTES:
                raise InvalidValue("not_an_attachment", "")
        if not isinstance(size, int) or not 0 <= size <= MAX_ATTACHMENT_BYTES:
            raise InvalidValue("out_of_range", size)
        if not isinstance(pieces, list) or not 0 < len(pieces) <= MAX_PIECES:
            raise InvalidValue("not_an_attachment", "")
        for piece in pieces:
            if not isinstance(piece, bytes) or len(piece) != HASH_BYTES:
                raise InvalidValue("not_an_attachment", "")
        checked_name = check_text(named, MAX_NAME_CHARS, "")
        checked_type = check_text(media_type, MAX_MEDIA_TYPE_CHARS, "")
        return [digest, checked_name, checked_type, size, blob, key, pieces]

    def present(self, plain: Plain) -> object:
        digest, named, media_type, size, _, _, _ = parts_of(plain)
        return {
            "name": named,
            "media_type": media_type,
            "size": size,
            "sha256": bytes(digest).hex(),  # type: ignore[arg-type]
        }

    def value(self, plain: Plain) -> Value:
        digest, named, media_type, size, blob, key, pieces = parts_of(plain)
        return Attachment(
            digest=digest,  # type: ignore[arg-type]
            name=str(named),
            media_type=str(media_type),
            size=size,  # type: ignore[arg-type]
            blob=blob,  # type: ignore[arg-type]
            key=key,  # type: ignore[arg-type]
            pieces=tuple(pieces),  # type: ignore[arg-type]
        )

    def words(self, plain: Plain) -> str:
        return str(parts_of(plain)[1])

    def schema(self, vocabularies: VocabularySource) -> Schema:
        return {"type": "object", "readOnly": True}
