# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of operations: good ones, and ones with one fault each."""

from typing import Any

from tests.log.samples import CIRCLE, LUNA, RECORD, RISK, SOL, clock, name
from tests.log.vectors import OPERATION, Vector

from protectnet.domain.ids import LogId
from protectnet.log import cbor
from protectnet.log.header import Head
from protectnet.log.membership_operations import (
    Addition,
    Founding,
    Recipient,
    Removal,
    RoleChange,
    accept_heads,
    add_device,
    change_role,
    found,
    join_circle,
    name_successor,
    publish_key,
    remove_device,
    set_aside,
    set_key_life,
    suspend,
)
from protectnet.log.operation import Operation, add, delete, erase, remove, restore, set_
from protectnet.log.shapes import Role

GOOD = set_(RISK, RECORD, 1, clock(2), "río arriba", [name(1)])
KEYS = [LUNA.public.ed25519, LUNA.public.ml_dsa_65]
HEADS = [Head(LogId(bytes([4]) * 16), seq, bytes([seq]) * 32) for seq in (7, 9)]
HEAD = list(HEADS[0])


def operations() -> dict[str, Vector]:
    """Every vector of an operation, by its name."""
    broken = broken_encodings() | broken_parts() | broken_membership()
    return known() | known_of_membership() | unknown() | broken


def known() -> dict[str, Vector]:
    """One of each kind that changes records."""
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
    }
    return _good(good)


def known_of_membership() -> dict[str, Vector]:
    """One of each kind that tells who belongs to a circle."""
    founding = Founding("home", LUNA.public, bytes([8]) * 16, "Luna")
    luna, sol = LUNA.public.device, SOL.public.device
    good: dict[str, tuple[str, Operation]] = {
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
        "remove-device": (
            "a device is removed, of two of whose logs a beginning counts",
            remove_device(sol, Removal(tuple(HEADS)), clock(5)),
        ),
        "remove-device-second": (
            "another coordinator removes the same coordinator",
            remove_device(sol, Removal((), name(1)), clock(5)),
        ),
        "suspend": ("a device is suspended", suspend(sol, is_suspended=True, clock=clock(5))),
        "change-role": (
            "a contributor becomes a coordinator",
            change_role(sol, RoleChange(Role.COORDINATOR), clock(5)),
        ),
        "change-role-second": (
            "another coordinator lowers the same coordinator to the same role",
            change_role(sol, RoleChange(Role.READER, name(1)), clock(5)),
        ),
        "accept-heads": ("what lies beyond is accepted", accept_heads(sol, HEADS, clock(6))),
        "set-aside": ("what lies beyond is set aside", set_aside(sol, HEADS, clock(6))),
        "successor": ("the circle goes on as another", name_successor(luna, CIRCLE, clock(7))),
        "key-life": ("recipient keys live for 30 days", set_key_life(luna, 30, clock(7))),
    }
    return _good(good)


def unknown() -> dict[str, Vector]:
    """What only a newer version understands."""
    made = {
        "kind-of-records": ("a kind that is not used yet", [7, "of its own shape"]),
        "kind-of-membership": (
            "a kind of membership that is not used yet",
            [27, 0, SOL.public.device, 0, clock(5), [], [[], None]],
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


Broken = dict[str, tuple[str, str, Any]]
"""By name: the rule, what is wrong, and the parts."""


def broken_membership() -> dict[str, Vector]:
    """Membership operations whose parts or value have another shape."""
    made = _broken_additions() | _broken_roles()
    return {
        f"op-{key}": Vector(about, OPERATION, "malformed_operation", cbor.encode(parts), rule)
        for key, (rule, about, parts) in made.items()
    }


def _broken_additions() -> Broken:
    """Of founding, adding, joining, keys and removing."""
    return {
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
        "remove-device-replaces": (
            "O10",
            "a removal that replaces",
            [20, 0, LUNA.public.device, 0, clock(2), [name(1)], [[], None]],
        ),
        "remove-device-one": ("O14", "no word of a second", _member(20, [[]])),
        "remove-device-null": ("O14", "null instead of heads", _member(20, [None, None])),
        "remove-device-unsorted": (
            "O14",
            "heads not in order",
            _member(20, [[list(HEADS[1]), HEAD], None]),
        ),
        "remove-device-twice": ("O14", "a head twice", _member(20, [[HEAD, HEAD], None])),
        "remove-device-seconded-short": (
            "O14",
            "an op id of 15 bytes",
            _member(20, [[], bytes(15)]),
        ),
    }


def _broken_roles() -> Broken:
    """Of suspending, roles, heads, successors and the life of keys."""
    return {
        "suspend-1": ("O14", "1 instead of true", _member(21, [1])),
        "suspend-bare": ("O14", "true without its array", _member(21, True)),
        "change-role-0": ("O14", "a role there is not", _member(22, [0, None])),
        "change-role-true": ("O14", "true as the role", _member(22, [True, None])),
        "change-role-one": ("O14", "no word of a second", _member(22, [2])),
        "change-role-seconded-text": ("O14", "text as an op id", _member(22, [1, "a" * 16])),
        "accept-heads-bare": ("O14", "heads without their array", _member(23, [HEAD, HEAD])),
        "accept-heads-short-hash": (
            "O14",
            "a hash of 31 bytes",
            _member(23, [[[HEAD[0], 7, bytes(31)]]]),
        ),
        "successor-short": ("O14", "a circle of 15 bytes", _member(24, [bytes(15)])),
        "successor-null": ("O14", "no circle", _member(24, [None])),
        "set-aside-seq": (
            "O14",
            "a number of more than 32 bits",
            _member(25, [[[HEAD[0], 1 << 32, HEAD[2]]]]),
        ),
        "set-aside-two-parts": ("O14", "a head of two parts", _member(25, [[HEAD[:2]]])),
        "key-life-29": ("O14", "keys that live 29 days", _member(26, [29])),
        "key-life-731": ("O14", "keys that live 731 days", _member(26, [731])),
        "key-life-true": ("O14", "true as days", _member(26, [True])),
    }


def _good(made: dict[str, tuple[str, Operation]]) -> dict[str, Vector]:
    return {
        f"op-{key}": Vector(about, OPERATION, "known", operation.encode())
        for key, (about, operation) in made.items()
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
