# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of operations: good ones, and ones with one fault each."""

from typing import Any

from tests.log.samples import LUNA, RECORD, RISK, SOL, clock, name
from tests.log.vectors import OPERATION, Vector

from protectnet.log import cbor
from protectnet.log.membership_operations import (
    Addition,
    Founding,
    Recipient,
    add_device,
    found,
    join_circle,
    publish_key,
)
from protectnet.log.operation import Operation, add, delete, erase, remove, restore, set_
from protectnet.log.shapes import Role

GOOD = set_(RISK, RECORD, 1, clock(2), "río arriba", [name(1)])
KEYS = [LUNA.public.ed25519, LUNA.public.ml_dsa_65]


def operations() -> dict[str, Vector]:
    """Every vector of an operation, by its name."""
    return known() | unknown() | broken_encodings() | broken_parts() | broken_membership()


def known() -> dict[str, Vector]:
    """One of each kind."""
    founding = Founding("home", LUNA.public, bytes([8]) * 16, "Luna")
    gone = [name(1), name(2)]
    good: dict[str, tuple[str, Operation]] = {
        "set": ("a register gets a value in place of another", GOOD),
        "set-null": ("a register is cleared", set_(RISK, RECORD, 1, clock(1), None)),
        "set-lists": ("a value of lists", set_(RISK, RECORD, 9, clock(1), [1, [b"a", [True]]])),
        "add": ("an item is added to a set", add(RISK, RECORD, 2, clock(1), "river")),
        "remove": ("items are taken out of a set", remove(RISK, RECORD, 2, clock(2), gone)),
        "delete": ("a record is deleted", delete(RISK, RECORD, clock(3), gone)),
        "restore": ("a deletion is undone", restore(RISK, RECORD, clock(4), [name(3)])),
        "erase": (
            "an operation is erased that had replaced another",
            erase(
                RISK,
                RECORD,
                clock(5),
                "safety",
                whole=False,
                erased=[name(2)],
                kept_replaced=[name(1)],
                blobs=[bytes([9]) * 32],
            ),
        ),
        "found": ("a circle is founded", found(founding, clock(1))),
        "add-device": (
            "a device is added",
            add_device(Addition(SOL.public, "Sol", Role.CONTRIBUTOR), clock(2)),
        ),
        "join": ("a device joins", join_circle(SOL.public.device, clock(3))),
        "recipient-key": (
            "a recipient key is published",
            publish_key(SOL.public.device, Recipient(1, bytes([7]) * 1216), clock(4)),
        ),
    }
    return {
        f"op-{key}": Vector(about, OPERATION, "known", operation.encode())
        for key, (about, operation) in good.items()
    }


def unknown() -> dict[str, Vector]:
    """What only a newer version understands."""
    made = {
        "kind-of-records": ("a kind that is not used yet", [7, "of its own shape"]),
        "kind-of-membership": (
            "the reserved removal of a device",
            [20, 0, SOL.public.device, 0, clock(5), [], [[], None]],
        ),
        "map-in-value": ("a map in the value of a set", _parts(value=["deep", {"key": 1}])),
    }
    return {
        f"op-unknown-{key}": Vector(about, OPERATION, "unknown", cbor.encode(parts))
        for key, (about, parts) in made.items()
    }


def broken_encodings() -> dict[str, Vector]:
    """A good operation in bytes that are no deterministic CBOR."""
    raw = GOOD.encode()
    made = {
        "truncated": ("C1", "the last byte is missing", raw[:-1]),
        "string-too-long": ("C1", "a text says it is longer than what follows", _value("78ff61")),
        "trailing": ("C2", "a byte follows", raw + b"\0"),
        "long-number": ("C3", "a number in two bytes that needs one", _value("1817")),
        "long-length": ("C3", "a length in two bytes that needs one", _value("780161")),
        "indefinite-array": ("C4", "an array without a length", b"\x9f" + raw[1:] + b"\xff"),
        "indefinite-text": ("C4", "a text in pieces", _value("7f6161ff")),
        "undefined": ("C5", "a simple value that is not allowed", _value("f7")),
        "reserved": ("C5", "a head of a reserved form", _value("1c")),
        "float": ("C6", "a float that is a whole number", _value("f93c00")),
        "tag": ("C7", "a date as a tag", _value("c11a514b67b0")),
        "big-number": ("C7", "a number of more than 64 bits", _value("c249010000000000000000")),
        "not-utf8": ("C8", "text with a byte that is not UTF-8", _value("61ff")),
        "surrogate": ("C8", "text with half a surrogate pair", _value("63eda080")),
        "too-deep": ("C9", "arrays of seventeen levels", _value("81" * 16 + "00")),
        "map-unsorted": ("C10", "a map whose keys are not in order", _value("a2020001 00")),
        "map-key-twice": ("C10", "a map with a key twice", _value("a201000100")),
        "map-key-bytes": ("C10", "a map with bytes as a key", _value("a1416100")),
    }
    return {
        f"op-{key}": Vector(about, OPERATION, "malformed_cbor", raw, rule)
        for key, (rule, about, raw) in made.items()
    }


def broken_parts() -> dict[str, Vector]:
    """Deterministic CBOR that is no operation."""
    made: dict[str, tuple[str, str, Any]] = {
        "empty": ("O2", "an empty array", []),
        "map": ("O2", "a map", {1: 1}),
        "kind-yes": ("O2", "true as the kind", _parts(kind=True)),
        "kind-0": ("O3", "kind 0", _parts(kind=0)),
        "kind-256": ("O3", "kind 256", _parts(kind=256)),
        "six-parts": ("O4", "no value", _parts()[:6]),
        "eight-parts": ("O4", "a part too many", [*_parts(), None]),
        "record-kind-0": ("O5", "a record of kind 0", _parts(record_kind=0)),
        "record-kind-65536": ("O5", "a record kind too high", _parts(record_kind=65_536)),
        "record-short": ("O6", "a record of 15 bytes", _parts(record=bytes(15))),
        "field-0": ("O7", "a set of field 0", _parts(field=0)),
        "delete-in-field": ("O7", "a delete of field 1", _parts(kind=4, value=[])),
        "clock-0": ("O8", "clock 0", _parts(clock=0)),
        "clock-negative": ("O8", "a negative clock", _parts(clock=-1)),
        "replaces-null": ("O9", "null instead of an array", _parts(replaces=None)),
        "replaces-unsorted": ("O9", "ids not in order", _parts(replaces=[name(2), name(1)])),
        "replaces-twice": ("O9", "an id twice", _parts(replaces=[name(1), name(1)])),
        "replaces-short": ("O9", "an id of 15 bytes", _parts(replaces=[bytes(15)])),
        "add-replaces": ("O10", "an add that replaces", _parts(kind=2, replaces=[name(1)])),
        "remove-nothing": ("O10", "a remove of nothing", _parts(kind=3, value=None)),
        "restore-nothing": ("O10", "a restore of nothing", _parts(kind=6, field=0, value=None)),
        "add-null": ("O11", "an add of null", _parts(kind=2, value=None)),
        "remove-value": ("O11", "a remove with a value", _parts(kind=3, replaces=[name(1)])),
        "delete-null": ("O12", "a delete that saw null", _parts(kind=4, field=0, value=None)),
        "delete-unsorted": (
            "O12",
            "a delete whose ids are not in order",
            _parts(kind=4, field=0, value=[name(2), name(1)]),
        ),
        "erase-three": ("O13", "an erase of three parts", _erase(["", True, []])),
        "erase-whole-1": ("O13", "1 instead of true", _erase(["", 1, [], []])),
        "erase-long-reason": ("O13", "a reason too long", _erase(["r" * 65, True, [], []])),
        "erase-short-blob": ("O13", "a blob id of 16 bytes", _erase(["", True, [], [name(1)]])),
    }
    return {
        f"op-{key}": Vector(about, OPERATION, "malformed_operation", cbor.encode(parts), rule)
        for key, (rule, about, parts) in made.items()
    }


def broken_membership() -> dict[str, Vector]:
    """Membership operations whose parts or value have another shape."""
    made: dict[str, tuple[str, str, Any]] = {
        "join-record-kind": ("O5", "a record kind", _parts(kind=18, field=0, value=[])),
        "join-field": ("O7", "a field", _parts(kind=18, record_kind=0, value=[])),
        "join-value": ("O14", "a value", _member(18, [1])),
        "found-three": ("O14", "no code name", _member(16, ["home", KEYS, bytes(16)])),
        "found-short-key": (
            "O14",
            "an Ed25519 key of 31 bytes",
            _member(16, ["home", [bytes(31), KEYS[1]], bytes(16), "Luna"]),
        ),
        "add-device-role-4": ("O14", "a role there is not", _member(17, [KEYS, "Luna", 4])),
        "recipient-key-short": ("O14", "a key of 1215 bytes", _member(19, [1, bytes(1215)])),
    }
    return {
        f"op-{key}": Vector(about, OPERATION, "malformed_operation", cbor.encode(parts), rule)
        for key, (rule, about, parts) in made.items()
    }


def _parts(**others: Any) -> list[Any]:
    good = {
        "kind": 1,
        "record_kind": RISK,
        "record": RECORD,
        "field": 1,
        "clock": clock(2),
        "replaces": [],
        "value": "río",
    }
    return list((good | others).values())


def _erase(value: Any) -> list[Any]:
    return _parts(kind=5, field=0, value=value)


def _member(kind: int, value: Any) -> list[Any]:
    return _parts(kind=kind, record_kind=0, record=LUNA.public.device, field=0, value=value)


def _value(encoded: str) -> bytes:
    """A set whose value is encoded like this."""
    return cbor.encode(_parts(value=None))[:-1] + bytes.fromhex(encoded.replace(" ", ""))
