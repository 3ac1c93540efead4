# SPDX-License-Identifier: GPL-3.0-or-later
"""This device's card, and the devices that this vault trusts.

Trust is the vault's own: a record of the private circle, which never travels. Our name for a
device never travels either.
"""

import base64
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from protectnet.app.founding import own_recipient
from protectnet.app.furnishing import Furnishing
from protectnet.app.outside import reading, write_new
from protectnet.app.record_writer import RecordWriter
from protectnet.app.vocabularies import Vocabularies
from protectnet.bundle.card import MAX_CARD_BYTES, Card, read_card
from protectnet.domain.draft import check_draft
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.domain.ids import DeviceId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence
from protectnet.log.membership_operations import Recipient
from protectnet.log.operation import delete
from protectnet.log.signatures import PublicKeys, SigningKeys
from protectnet.log.state import EXISTENCE
from protectnet.store import queries
from protectnet.store.store import Store
from protectnet.vault.words import word_list

WORD_LANGUAGES = ("en", "es", "fr")


class WordsDiffer(ProtectNetError):
    """The words that were heard are not those of the card: it is another device's, or altered."""

    code = "words_differ"


class OwnCard(ProtectNetError):
    """The card is this device's own."""

    code = "own_card"


class UnknownDevice(ProtectNetError):
    """No trusted device has this name or id. Facts: ``given``."""

    code = "unknown_device"


class AmbiguousDevice(ProtectNetError):
    """Several trusted devices have this name. Facts: ``given``, ``ids`` (hex)."""

    code = "ambiguous_device"


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """Where a card was written, and its six words by language."""

    path: Path = field(repr=False)
    words: dict[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Device:
    """A device that this vault trusts, or this device itself."""

    device: DeviceId
    name: str = field(repr=False)
    keys: PublicKeys
    code_name: str = field(repr=False)
    recipient: Recipient
    is_this: bool = False


def words_of(card: Card, language: str) -> tuple[str, ...]:
    """The six words of a card in one language; raises ``NoWordList``."""
    words = word_list(language)
    return tuple(words[number] for number in card.word_numbers())


def are_words_of(card: Card, heard: str) -> bool:
    """Whether what a person heard are the card's words, in any language, accents aside."""
    folded = [_folded(word) for word in heard.replace(",", " ").replace("-", " ").split()]
    numbers = card.word_numbers()
    return any(
        folded == [_folded(word_list(language)[number]) for number in numbers]
        for language in WORD_LANGUAGES
    )


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def read_card_file(path: Path) -> tuple[Card, bytes]:
    """The checked card of a file, and its bytes.

    Raises ``FileUnreadable``, ``NotACard``, ``CardTooNew``.
    """
    with reading(path), path.open("rb") as file:
        untrusted = file.read(MAX_CARD_BYTES + 1)
    return read_card(untrusted), untrusted


class Devices:
    """The devices of an open vault."""

    def __init__(
        self,
        store: Store,
        writer: RecordWriter,
        vocabularies: Vocabularies,
        keys: SigningKeys,
        furnishing: Furnishing,
        today: date,
    ) -> None:
        self._store = store
        self._writer = writer
        self._vocabularies = vocabularies
        self._keys = keys
        recipient = own_recipient(furnishing.identity)
        self._card = Card(keys.public, furnishing.device_name, recipient)
        self._private = furnishing.private_circle
        self._today = today
        self._trusted: dict[DeviceId, Device] | None = None

    def card(self) -> Card:
        """This device's card."""
        return self._card

    def write_card(self, out: Path) -> WrittenCard:
        """Write this device's card to a new file; raises ``OutFileExists``, ``FileUnwritable``."""
        write_new(out, [self._card.encode(self._keys)])
        return WrittenCard(out, {each: words_of(self._card, each) for each in WORD_LANGUAGES})

    def trust(self, card_file: Path, heard: str, name: str) -> Device:
        """Trust the device of a card whose words a person heard by voice.

        Raises ``WordsDiffer``, ``OwnCard``, ``InvalidRecord`` and what ``read_card_file`` raises.
        """
        card, encoded = read_card_file(card_file)
        if card.keys == self._card.keys:
            raise OwnCard
        if not are_words_of(card, heard):
            raise WordsDiffer
        device = card.keys.device
        given = {
            "title": name,
            "device": device.hex(),
            "card": base64.b64encode(encoded).decode("ascii"),
            "words_confirmed_on": self._today.isoformat(),
        }
        kind = _trusted_kind()
        known = self._records_of(device)
        changes = check_draft(kind, given, self._vocabularies, is_new=not known)
        if not known:
            self._writer.add(kind, changes, self._private)
        for each in known:
            self._writer.change(queries.record(self._store, each), changes)
        self._trusted = None
        return self.trusted()[device]

    def rename(self, given: str, name: str) -> Device:
        """Give a trusted device another name of our own.

        Raises ``UnknownDevice``, ``AmbiguousDevice``, ``InvalidRecord``.
        """
        device = self.find(given).device
        changes = check_draft(_trusted_kind(), {"title": name}, self._vocabularies, is_new=False)
        for key in self._records_of(device):
            self._writer.change(queries.record(self._store, key), changes)
        self._trusted = None
        return self.trusted()[device]

    def untrust(self, given: str) -> Device:
        """Trust a device no more; what came of it stays. Raises ``UnknownDevice``, ``AmbiguousDevice``."""
        found = self.find(given)
        for key in self._records_of(found.device):
            state, clock = self._writer.state(key), self._writer.clocks(key.circle)()
            gone = delete(key.kind, key.id, clock, state.live_ops(), state.heads(EXISTENCE))
            self._writer.write(key.circle, [gone])
        self._trusted = None
        return found

    def trusted(self) -> dict[DeviceId, Device]:
        """The devices whose words were confirmed here."""
        if self._trusted is None:
            self._trusted = {}
            kind = _trusted_kind()
            for _, record_id, _ in queries.states(self._store, self._private, kind):
                key = queries.RecordKey(self._private, kind.number, record_id)
                record = queries.record(self._store, key)
                if record.existence is not Existence.LIVE:
                    continue
                card = read_card(base64.b64decode(record.text("card")))
                self._trusted[card.keys.device] = _device(card, record.title)
        return self._trusted

    def all(self) -> list[Device]:
        """This device and those it trusts, by name."""
        own = Device(
            self._card.keys.device,
            self._card.code_name,
            self._card.keys,
            self._card.code_name,
            self._card.recipient,
            is_this=True,
        )
        return [own, *sorted(self.trusted().values(), key=lambda each: each.name)]

    def find(self, given: str) -> Device:
        """The trusted device of a name or of an id's beginning.

        Raises ``UnknownDevice`` and ``AmbiguousDevice``.
        """
        devices = list(self.trusted().values())
        found = [each for each in devices if each.name == given]
        if not found and len(given) >= 4:
            found = [each for each in devices if each.device.hex().startswith(given.lower())]
        if not found:
            raise UnknownDevice(given=given[:60])
        if len(found) > 1:
            ids = tuple(each.device.hex() for each in found)
            raise AmbiguousDevice(given=given[:60], ids=ids)
        return found[0]

    def name_of(self, device: DeviceId, code_name: str = "") -> str:
        """Our name for a device; else the code name it has for itself, else its id's beginning."""
        if device == self._card.keys.device:
            return self._card.code_name
        known = self.trusted().get(device)
        return known.name if known else code_name or device.hex()[:8]

    def _records_of(self, device: DeviceId) -> list[queries.RecordKey]:
        """What says that the device is trusted; usually one record, none once it was untrusted."""
        kind = _trusted_kind()
        keys = [
            queries.RecordKey(self._private, kind.number, record_id)
            for _, record_id, _ in queries.states(self._store, self._private, kind)
        ]
        found = ((key, queries.record(self._store, key)) for key in keys)
        return [
            key
            for key, record in found
            if record.existence is Existence.LIVE and record.text("device") == device.hex()
        ]


def _device(card: Card, name: str) -> Device:
    return Device(card.keys.device, name, card.keys, card.code_name, card.recipient)


def _trusted_kind() -> Kind:
    return KINDS.named("trusted_device")
