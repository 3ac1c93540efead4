# SPDX-License-Identifier: GPL-3.0-or-later
"""How much work one try of a passphrase costs, and choosing it (docs/spec/vault-v1.md, 3.2)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from protectnet.vault.errors import KdfCostRefused, NotEnoughMemory

FLOOR_MEMORY_KIB = 64 * 1024
FLOOR_PASSES = 3
FLOOR_LANES = 4

# What a slots file may ask of us before anybody knows whether it is ours.
MAX_MEMORY_KIB = 256 * 1024
MAX_PASSES = 64
MAX_LANES = 16
_LEAST_KIB_A_LANE = 8

CHOSEN_PASSES_MAX = 16
"""What calibration goes up to: the folder must also open on a laptop many times slower."""
TARGET_SECONDS = 1.0
_TOO_LONG = 1.5
ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Argon2id's memory in KiB, passes and lanes, within the limits of what may be read.

    Whether it may be written too is another question: see ``check_for_use``.
    """

    memory_kib: int
    passes: int
    lanes: int
    is_for_tests: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        is_within = (
            1 <= self.passes <= MAX_PASSES
            and 1 <= self.lanes <= MAX_LANES
            and _LEAST_KIB_A_LANE * self.lanes <= self.memory_kib <= MAX_MEMORY_KIB
        )
        if not is_within:
            raise self._refused()

    @classmethod
    def below_floor_for_tests(cls) -> Self:
        """The least that Argon2id allows: protects nothing, for tests and examples alone."""
        return cls(memory_kib=_LEAST_KIB_A_LANE, passes=1, lanes=1, is_for_tests=True)

    def check_for_use(self) -> None:
        """Raise ``KdfCostRefused`` if new slots may not be made with this cost."""
        is_enough = (
            self.memory_kib >= FLOOR_MEMORY_KIB
            and self.passes >= FLOOR_PASSES
            and self.lanes >= FLOOR_LANES
        )
        if not is_enough and not self.is_for_tests:
            raise self._refused()

    def _refused(self) -> KdfCostRefused:
        return KdfCostRefused(memory_kib=self.memory_kib, passes=self.passes, lanes=self.lanes)


FLOOR = KdfCost(FLOOR_MEMORY_KIB, FLOOR_PASSES, FLOOR_LANES)


def derive_root(password: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """Argon2id of a folded passphrase: 32 bytes. Raises ``NotEnoughMemory``, never takes less."""
    try:
        return Argon2id(
            salt=salt,
            length=ROOT_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(password)
    except MemoryError:
        raise NotEnoughMemory(needed_mib=-(-cost.memory_kib // 1024)) from None


def measure(cost: KdfCost) -> float:
    """Seconds that one derivation takes on this machine; raises ``NotEnoughMemory``."""
    start = time.perf_counter()
    derive_root(b"how long does this take", bytes(32), cost)
    return time.perf_counter() - start


def calibrate(
    seconds_of: Callable[[KdfCost], float] = measure, target: float = TARGET_SECONDS
) -> KdfCost:
    """The cost at which a try takes about ``target`` seconds here: memory first, then passes.

    Never below the floor, even where that takes longer. Memory that this machine does not have is not
    chosen; raises ``NotEnoughMemory`` where there is not enough even for the floor.
    """
    chosen, seconds = FLOOR, seconds_of(FLOOR)
    memory_kib = FLOOR_MEMORY_KIB
    while memory_kib < MAX_MEMORY_KIB and 2 * seconds <= target:
        memory_kib *= 2
        larger = replace(FLOOR, memory_kib=memory_kib)
        try:
            larger_seconds = seconds_of(larger)
        except NotEnoughMemory:
            break
        if larger_seconds > _TOO_LONG * target:
            break
        chosen, seconds = larger, larger_seconds
    passes = round(chosen.passes * target / seconds) if seconds > 0 else CHOSEN_PASSES_MAX
    passes = max(FLOOR_PASSES, min(CHOSEN_PASSES_MAX, passes))
    return replace(chosen, passes=passes)
