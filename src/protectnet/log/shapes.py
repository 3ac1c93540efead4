# SPDX-License-Identifier: GPL-3.0-or-later
"""What each kind of operation may hold (docs/spec/log-v1.md, section 5, rules O5 to O14)."""

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from protectnet.domain.ids import ID_BYTES
from protectnet.log.errors import MalformedOperation
from protectnet.log.header import MAX_HEADS, are_heads
from protectnet.log.names import MAX_CIRCLE_NAME_CHARS, MAX_CODE_NAME_CHARS, is_text

MAX_NUMBER = 65_535
"""The highest number of a record kind or of a field."""
MAX_REASON_CHARS = 64
MAX_KEY_COUNTER = (1 << 32) - 1
BLOB_ID_BYTES = 32
NONCE_BYTES = 16
ED25519_KEY_BYTES = 32
ML_DSA_65_KEY_BYTES = 1952
RECIPIENT_KEY_BYTES = 1216
MIN_KEY_LIFE_DAYS, MAX_KEY_LIFE_DAYS = 30, 730
FIRST_MEMBERSHIP_KIND = 16
LAST_KIND = 255


class OpKind(IntEnum):
    """What an operation does. Kinds from 16 on belong to membership logs."""

    SET = 1
    ADD = 2
    REMOVE = 3
    DELETE = 4
    ERASE = 5
    RESTORE = 6
    FOUND = 16
    ADD_DEVICE = 17
    JOIN = 18
    RECIPIENT_KEY = 19
    REMOVE_DEVICE = 20
    SUSPEND = 21
    CHANGE_ROLE = 22
    ACCEPT_HEADS = 23
    SUCCESSOR = 24
    SET_ASIDE = 25
    KEY_LIFE = 26


class Role(IntEnum):
    """What a device may do in a circle; a higher one may do all that a lower one may."""

    READER = 1
    CONTRIBUTOR = 2
    COORDINATOR = 3


_FIELD_KINDS = frozenset({OpKind.SET, OpKind.ADD, OpKind.REMOVE})
_MUST_REPLACE = frozenset({OpKind.REMOVE, OpKind.RESTORE})
_MAY_REPLACE = frozenset({OpKind.SET, OpKind.DELETE, OpKind.ERASE}) | _MUST_REPLACE


def check_parts(kind: OpKind, parts: Sequence[Any]) -> None:
    """Check the seven parts of an operation of a known kind; raises ``MalformedOperation``."""
    _, record_kind, record, field, clock, replaces, value = parts
    lowest = 0 if kind >= FIRST_MEMBERSHIP_KIND else 1
    if type(record_kind) is not int or not lowest <= record_kind <= MAX_NUMBER * lowest:
        raise MalformedOperation("O5")
    if type(record) is not bytes or len(record) != ID_BYTES:
        raise MalformedOperation("O6")
    lowest = 1 if kind in _FIELD_KINDS else 0
    if type(field) is not int or not lowest <= field <= MAX_NUMBER * lowest:
        raise MalformedOperation("O7")
    if type(clock) is not int or not 0 < clock < 1 << 64:
        raise MalformedOperation("O8")
    if type(replaces) not in (tuple, list):
        raise MalformedOperation("O9")
    if replaces:
        check_ids(replaces, "O9")
        if kind not in _MAY_REPLACE:
            raise MalformedOperation("O10")
    elif kind in _MUST_REPLACE:
        raise MalformedOperation("O10")
    if kind is not OpKind.SET:
        _VALUE_CHECKS[kind](value)


def check_ids(ids: Iterable[object], rule: str, size: int = ID_BYTES) -> None:
    """Ids have their size, stand in ascending order, and none stands twice."""
    before = b""
    for each in ids:
        if type(each) is not bytes or len(each) != size or each <= before:
            raise MalformedOperation(rule)
        before = each


def _is_bytes(value: object, size: int) -> bool:
    return type(value) is bytes and len(value) == size


def _check_item(value: Any) -> None:
    if value is None:
        raise MalformedOperation("O11")


def _check_nothing(value: Any) -> None:
    if value is not None:
        raise MalformedOperation("O11")


def _check_seen(value: Any) -> None:
    if type(value) not in (tuple, list):
        raise MalformedOperation("O12")
    check_ids(value, "O12")


def _check_erase(value: Any) -> None:
    reason, whole, erased, blobs = _parts(value, 4, "O13")
    if not is_text(reason, MAX_REASON_CHARS) or type(whole) is not bool:
        raise MalformedOperation("O13")
    check_ids(_parts(erased, None, "O13"), "O13")
    check_ids(_parts(blobs, None, "O13"), "O13", BLOB_ID_BYTES)


def _check_found(value: Any) -> None:
    name, keys, nonce, code_name = _parts(value, 4, "O14")
    _check_keys(keys)
    if not is_text(name, MAX_CIRCLE_NAME_CHARS) or not is_text(code_name, MAX_CODE_NAME_CHARS):
        raise MalformedOperation("O14")
    if not _is_bytes(nonce, NONCE_BYTES):
        raise MalformedOperation("O14")


def _check_add_device(value: Any) -> None:
    keys, code_name, role = _parts(value, 3, "O14")
    _check_keys(keys)
    if not is_text(code_name, MAX_CODE_NAME_CHARS):
        raise MalformedOperation("O14")
    _check_role(role)


def _check_join(value: Any) -> None:
    _parts(value, 0, "O14")


def _check_recipient_key(value: Any) -> None:
    counter, key = _parts(value, 2, "O14")
    if type(counter) is not int or not 0 <= counter <= MAX_KEY_COUNTER:
        raise MalformedOperation("O14")
    if not _is_bytes(key, RECIPIENT_KEY_BYTES):
        raise MalformedOperation("O14")


def _check_remove_device(value: Any) -> None:
    accepted, seconded = _parts(value, 2, "O14")
    _check_heads(accepted)
    _check_seconded(seconded)


def _check_suspend(value: Any) -> None:
    [is_suspended] = _parts(value, 1, "O14")
    if type(is_suspended) is not bool:
        raise MalformedOperation("O14")


def _check_change_role(value: Any) -> None:
    role, seconded = _parts(value, 2, "O14")
    _check_role(role)
    _check_seconded(seconded)


def _check_named_heads(value: Any) -> None:
    [heads] = _parts(value, 1, "O14")
    _check_heads(heads)


def _check_successor(value: Any) -> None:
    [circle] = _parts(value, 1, "O14")
    if not _is_bytes(circle, ID_BYTES):
        raise MalformedOperation("O14")


def _check_key_life(value: Any) -> None:
    [days] = _parts(value, 1, "O14")
    if type(days) is not int or not MIN_KEY_LIFE_DAYS <= days <= MAX_KEY_LIFE_DAYS:
        raise MalformedOperation("O14")


def _check_heads(value: Any) -> None:
    if not are_heads(value, MAX_HEADS):
        raise MalformedOperation("O14")


def _check_seconded(value: Any) -> None:
    if value is not None and not _is_bytes(value, ID_BYTES):
        raise MalformedOperation("O14")


def _check_role(value: Any) -> None:
    if type(value) is not int or not Role.READER <= value <= Role.COORDINATOR:
        raise MalformedOperation("O14")


def _check_keys(value: Any) -> None:
    ed25519, ml_dsa_65 = _parts(value, 2, "O14")
    if not _is_bytes(ed25519, ED25519_KEY_BYTES) or not _is_bytes(ml_dsa_65, ML_DSA_65_KEY_BYTES):
        raise MalformedOperation("O14")


def _parts(value: Any, count: int | None, rule: str) -> Sequence[Any]:
    """The parts of an array, of which there are ``count`` (``None``: any number)."""
    if type(value) not in (tuple, list) or (count is not None and len(value) != count):
        raise MalformedOperation(rule)
    parts: Sequence[Any] = value
    return parts


_VALUE_CHECKS: dict[OpKind, Callable[[Any], None]] = {
    OpKind.ADD: _check_item,
    OpKind.REMOVE: _check_nothing,
    OpKind.DELETE: _check_seen,
    OpKind.ERASE: _check_erase,
    OpKind.RESTORE: _check_nothing,
    OpKind.FOUND: _check_found,
    OpKind.ADD_DEVICE: _check_add_device,
    OpKind.JOIN: _check_join,
    OpKind.RECIPIENT_KEY: _check_recipient_key,
    OpKind.REMOVE_DEVICE: _check_remove_device,
    OpKind.SUSPEND: _check_suspend,
    OpKind.CHANGE_ROLE: _check_change_role,
    OpKind.ACCEPT_HEADS: _check_named_heads,
    OpKind.SUCCESSOR: _check_successor,
    OpKind.SET_ASIDE: _check_named_heads,
    OpKind.KEY_LIFE: _check_key_life,
}
