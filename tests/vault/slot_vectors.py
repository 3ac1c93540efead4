# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/vectors/vault: slots files with one fault each. Run it to write them anew.

A file has lines `key: value`, an empty line, and the bytes as hexadecimal digits. `outcome` is `opens`
or the code of the error that reading and opening with `passphrase` must raise; `about` says the fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from protectnet.vault.keys import expand
from protectnet.vault.slots import SlotTable
from tests.vault.worked_example import (
    KEY,
    NONCE,
    SLOT,
    TYPED,
    USER_ID,
    example_root,
    example_table,
)

FOLDER = Path(__file__).parents[1] / "vectors" / "vault"
_LINE = 64


@dataclass(frozen=True, slots=True)
class Vector:
    """A slots file, what is wrong with it and what must come of it."""

    name: str
    outcome: str
    about: str
    data: bytes
    passphrase: str = TYPED.strip()

    def encode(self) -> str:
        """The text of the file."""
        digits = self.data.hex()
        lines = [digits[start : start + _LINE] for start in range(0, len(digits), _LINE)]
        head = f"outcome: {self.outcome}\nabout: {self.about}\npassphrase: {self.passphrase}\n\n"
        return head + "".join(f"{line}\n" for line in lines)


def decode_vector(name: str, text: str) -> Vector:
    """Read what ``encode`` wrote."""
    head, _, digits = text.partition("\n\n")
    keys = dict(line.split(": ", 1) for line in head.splitlines())
    data = bytes.fromhex(digits.replace("\n", ""))
    return Vector(name, keys["outcome"], keys["about"], data, keys["passphrase"])


def vectors() -> Iterator[Vector]:
    """All vectors."""
    good = example_table().encode()
    yield Vector("example", "opens", "the example of the specification", good)
    wrong = Vector("wrong_passphrase", "wrong_passphrase", "one letter differs", good)
    yield replace(wrong, passphrase="abaco del mio")
    yield from _damaged(good)
    yield from _of_other_versions(good)
    yield from _of_other_costs(good)
    yield from _of_other_slots()


def _damaged(good: bytes) -> Iterator[Vector]:
    faults = [
        ("empty", "no bytes at all", b""),
        ("shorter_than_any_version", "39 bytes with a right hash", _hashed(good[:7])),
        ("magic_differs", "another first byte, right hash", _hashed(b"q" + good[1:-32])),
        ("hash_differs", "last byte flipped", good[:-1] + bytes([good[-1] ^ 1])),
        ("slot_byte_flipped", "a byte of an unused slot flipped", _flipped(good, 700)),
        ("version_flipped", "the version flipped to 3: damage, not a newer one", _flipped(good, 7)),
        ("cut", "one byte missing at the end", good[:-1]),
        ("grown", "a zero byte more at the end", good + b"\0"),
        ("short_body", "one slot less, right hash", _hashed(good[: -32 - 128])),
        ("long_body", "one slot more, right hash", _hashed(good[:-32] + bytes(128))),
        ("version_0", "version 0, right hash", _with(good, 7, b"\0")),
    ]
    for name, about, data in faults:
        yield Vector(name, "slots_damaged", about, data)


def _of_other_versions(good: bytes) -> Iterator[Vector]:
    yield Vector("version_2", "slots_too_new", "version 2, right hash", _with(good, 7, b"\2"))
    longer = _hashed(_with(good, 7, b"\xff")[:-32] + bytes(5000))
    yield Vector("version_255_longer", "slots_too_new", "version 255, of another length", longer)


def _of_other_costs(good: bytes) -> Iterator[Vector]:
    costs = [
        ("memory_over_the_limit", 8, (256 * 1024 + 1).to_bytes(4, "big")),
        ("memory_of_all_bits", 8, b"\xff\xff\xff\xff"),
        ("memory_0", 8, bytes(4)),
        ("memory_too_little_for_the_lanes", 8, (7).to_bytes(4, "big")),
        ("passes_0", 12, bytes(2)),
        ("passes_over_the_limit", 12, (65).to_bytes(2, "big")),
        ("lanes_0", 14, bytes(2)),
        ("lanes_over_the_limit", 14, (17).to_bytes(2, "big")),
    ]
    for name, place, field in costs:
        about = f"be{8 * len(field)} {int.from_bytes(field, 'big')} at {place}, right hash"
        yield Vector(name, "kdf_cost_refused", about, _with(good, place, field))
    lower = _with(good, 12, (2).to_bytes(2, "big"))
    yield Vector("passes_forged", "wrong_passphrase", "allowed passes, but not those of it", lower)


def _of_other_slots() -> Iterator[Vector]:
    table = example_table()
    slot = table.slots[SLOT]
    elsewhere = table.with_slot(SLOT, bytes(128)).with_slot(0, slot)
    forged = table.with_slot(SLOT, slot[:-1] + bytes([slot[-1] ^ 1]))
    yield Vector("slot_moved", "wrong_passphrase", "slot 2 in place 0", elsewhere.encode())
    yield Vector("slot_forged", "wrong_passphrase", "tag flipped, right hash", forged.encode())
    contents = [
        ("flags_1", "the lowest flag is set", KEY + USER_ID + b"\0\0\0\1" + bytes(48)),
        ("padding_1", "the last byte of the padding is 1", KEY + USER_ID + bytes(51) + b"\1"),
        ("key_of_another_store", "the key is not that of StoreId", bytes(32) + USER_ID + bytes(52)),
    ]
    for name, about, content in contents:
        yield Vector(name, "slot_content_unknown", about, _sealed(table, content).encode())


def _sealed(table: SlotTable, content: bytes) -> SlotTable:
    cipher = ChaCha20Poly1305(expand(example_root(), b"pn/slot/v1" + bytes([SLOT]), 32))
    sealed = cipher.encrypt(NONCE, content, table.header.encode())
    return table.with_slot(SLOT, NONCE + sealed)


def _hashed(body: bytes) -> bytes:
    return body + sha256(body).digest()


def _flipped(good: bytes, place: int) -> bytes:
    return good[:place] + bytes([good[place] ^ 2]) + good[place + 1 :]


def _with(good: bytes, place: int, field: bytes) -> bytes:
    return _hashed(good[:place] + field + good[place + len(field) : -32])


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for vector in vectors():
        (FOLDER / f"{vector.name}.vec").write_text(vector.encode(), "utf-8")
