# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device says that it holds of a circle, signed (docs/spec/sync-v1.md, section 2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId, OpId
from protectnet.log import cbor
from protectnet.log.clock import LAST_COUNTER, LAST_DAY
from protectnet.log.errors import MalformedVector, NewerFormat, WrongAuthor
from protectnet.log.header import Head, are_heads, are_names
from protectnet.log.merkle import HASH_BYTES
from protectnet.log.signatures import (
    ED25519_SIGNATURE_BYTES,
    PublicKeys,
    SigningKeys,
    verify_bytes,
)

VECTOR_VERSION = 1
SIGNATURE_LABEL = b"pn/vec/v1"
MAX_VECTOR_BYTES = 640 * 1024
"""Of a signed vector; one that is full in every part has less."""
MAX_HEADS = 8192
MAX_MISSING = 1024
MAX_ERASED = 4096
PARTS = 8


@dataclass(frozen=True, slots=True)
class Vector:
    """What ``device`` holds of ``circle``, as itself says.

    ``counter`` (1 to 2^48 - 1) is higher in each newer one, ``day`` is the device's day number.
    ``heads`` are the last segments up to which it holds all; ``missing`` the blobs (32 bytes each)
    that it lacks; ``erased`` the erase operations that it carried out. All three are ascending.
    """

    device: DeviceId
    circle: CircleId
    counter: int
    day: int
    heads: tuple[Head, ...]
    missing: tuple[bytes, ...] = ()
    erased: tuple[OpId, ...] = ()

    def __repr__(self) -> str:
        """Whose it is, and which; the rest is long."""
        return f"Vector({self.device.hex()}, {self.circle.hex()}, {self.counter})"

    def encode(self) -> bytes:
        """The bytes that are signed; raises ``MalformedVector``."""
        parts = (
            VECTOR_VERSION,
            self.device,
            self.circle,
            self.counter,
            self.day,
            self.heads,
            self.missing,
            self.erased,
        )
        _check_parts(parts)
        return cbor.encode(parts)

    def says_the_same_as(self, other: "Vector") -> bool:
        """Whether the other one holds, lacks and erased the same, whatever its counter and day."""
        return (
            self.device == other.device
            and self.circle == other.circle
            and self.heads == other.heads
            and self.missing == other.missing
            and self.erased == other.erased
        )


@dataclass(frozen=True, slots=True)
class SignedVector:
    """A vector with the bytes that were signed and the signature (64 bytes) over them.

    Made by ``decode_vector``, its signature is not checked yet.
    """

    vector: Vector
    encoded: bytes
    signature: bytes

    def encode(self) -> bytes:
        """The bytes that are stored and travel."""
        return cbor.encode((self.encoded, self.signature))


def sign_vector(vector: Vector, keys: SigningKeys) -> SignedVector:
    """The vector with its device's signature; raises ``WrongAuthor``, ``MalformedVector``."""
    if keys.public.device != vector.device:
        raise WrongAuthor(device=vector.device.hex())
    encoded = vector.encode()
    return SignedVector(vector, encoded, keys.sign_bytes(SIGNATURE_LABEL + encoded))


def size_when_signed(vector: Vector) -> int:
    """How many bytes the vector travels in; raises ``MalformedVector``."""
    return len(SignedVector(vector, vector.encode(), bytes(ED25519_SIGNATURE_BYTES)).encode())


def decode_vector(untrusted: bytes) -> SignedVector:
    """The vector of which ``untrusted`` is the encoding; its signature is not checked.

    Raises ``MalformedCbor``, ``MalformedVector``, or ``NewerFormat`` for another version.
    """
    if len(untrusted) > MAX_VECTOR_BYTES:
        raise MalformedVector("V1")
    pair: Any = cbor.decode(untrusted)
    if type(pair) is not list or [type(each) for each in pair] != [bytes, bytes]:
        raise MalformedVector("V2")
    encoded, signature = pair
    if len(signature) != ED25519_SIGNATURE_BYTES:
        raise MalformedVector("V2")
    parts: Any = cbor.decode(encoded)
    if type(parts) is not list or not parts or type(parts[0]) is not int or parts[0] < 1:
        raise MalformedVector("V3")
    if parts[0] > VECTOR_VERSION:
        raise NewerFormat(found=parts[0], known=VECTOR_VERSION)
    if len(parts) != PARTS:
        raise MalformedVector("V3")
    _check_parts(parts)
    _, device, circle, counter, day, heads, missing, erased = parts
    named = tuple(Head(*head) for head in heads)
    vector = Vector(device, circle, counter, day, named, tuple(missing), tuple(erased))
    return SignedVector(vector, encoded, signature)


def verify_vector(signed: SignedVector, keys: PublicKeys) -> Vector:
    """The vector, when its device signed it; raises ``WrongAuthor``, ``SignatureInvalid``.

    That the device belongs to the circle is for the membership to say.
    """
    if keys.device != signed.vector.device:
        raise WrongAuthor(device=signed.vector.device.hex())
    verify_bytes(keys, SIGNATURE_LABEL + signed.encoded, signed.signature)
    return signed.vector


def newest(first: SignedVector, second: SignedVector) -> SignedVector:
    """The one that is used of two of one device and circle; ``ValueError`` if they are not."""
    names = {(each.vector.device, each.vector.circle) for each in (first, second)}
    if len(names) > 1:
        raise ValueError("vectors of different devices or circles are not compared")
    return max(first, second, key=lambda each: (each.vector.counter, each.encoded))


def newest_of_each(
    vectors: Iterable[SignedVector],
) -> dict[tuple[CircleId, DeviceId], SignedVector]:
    """The one that is used of each circle and device, whatever the order they come in."""
    found: dict[tuple[CircleId, DeviceId], SignedVector] = {}
    for each in vectors:
        name = (each.vector.circle, each.vector.device)
        found[name] = newest(found[name], each) if name in found else each
    return found


def _check_parts(parts: Any) -> None:
    for rule, start, end, fits in _CHECKS:
        if not fits(*parts[start:end]):
            raise MalformedVector(rule)


def _is_number(value: Any, lowest: int, highest: int) -> bool:
    return type(value) is int and lowest <= value <= highest


def _is_id(value: Any) -> bool:
    return type(value) is bytes and len(value) == ID_BYTES


_CHECKS: tuple[tuple[str, int, int, Callable[..., bool]], ...] = (
    ("V4", 1, 3, lambda device, circle: _is_id(device) and _is_id(circle)),
    ("V5", 3, 4, lambda counter: _is_number(counter, 1, LAST_COUNTER)),
    ("V6", 4, 5, lambda day: _is_number(day, 0, LAST_DAY)),
    ("V7", 5, 6, lambda heads: are_heads(heads, MAX_HEADS)),
    ("V8", 6, 7, lambda missing: are_names(missing, HASH_BYTES, MAX_MISSING)),
    ("V9", 7, 8, lambda erased: are_names(erased, ID_BYTES, MAX_ERASED)),
)
