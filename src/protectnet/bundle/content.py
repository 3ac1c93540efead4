# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a bundle. Who gets it and what they may know was decided before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.signatures import PublicKeys


@dataclass(frozen=True, slots=True)
class BlobSource:
    """A blob that travels as it is: SHA-256 and length of its ciphertext, and how to read it.

    ``read(offset, length)`` gives so many bytes from an offset on, in pieces of any size; it may
    be called several times.
    """

    digest: bytes
    length: int
    read: Callable[[int, int], Iterable[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a bundle, in the order in which it goes.

    ``keys`` are the sender's, ``bundle_id`` is 16 random bytes, ``created_day`` a day number.
    ``vectors`` and ``membership`` are encoded vectors and segments; each of ``logs`` has the
    encoded segments of one log, the oldest first. They are gone through more than once, in slices,
    and need not be in memory.
    """

    keys: PublicKeys
    bundle_id: bytes
    created_day: int
    recipients: tuple[DeviceId, ...]
    circles: tuple[CircleId, ...]
    vectors: Sequence[bytes] = field(repr=False)
    membership: Sequence[bytes] = field(repr=False)
    logs: Sequence[Sequence[bytes]] = field(repr=False)
    blobs: Sequence[BlobSource] = ()
