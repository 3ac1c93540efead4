# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess
import sys
from collections.abc import Callable

import pytest

from protectnet.vault.cost import (
    CHOSEN_PASSES_MAX,
    FLOOR,
    MAX_MEMORY_KIB,
    KdfCost,
    calibrate,
    derive_root,
    measure,
)
from protectnet.vault.errors import KdfCostRefused, NotEnoughMemory

MIB = 1024


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(8, 1, 1), (128, 64, 16), (256 * MIB, 64, 16), (64 * MIB, 3, 4)],
)
def test_cost_when_within_the_limits_of_reading_then_is_taken(
    memory_kib: int, passes: int, lanes: int
) -> None:
    assert KdfCost(memory_kib, passes, lanes).memory_kib == memory_kib


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [
        (7, 1, 1),
        (127, 1, 16),
        (256 * MIB + 1, 3, 4),
        (2**32 - 1, 1, 1),
        (64 * MIB, 0, 4),
        (64 * MIB, 65, 4),
        (64 * MIB, 3, 0),
        (64 * MIB, 3, 17),
        (-1, 3, 4),
    ],
)
def test_cost_when_outside_the_limits_of_reading_then_is_refused_with_its_numbers(
    memory_kib: int, passes: int, lanes: int
) -> None:
    with pytest.raises(KdfCostRefused) as refused:
        KdfCost(memory_kib, passes, lanes)
    assert refused.value.facts == {"memory_kib": memory_kib, "passes": passes, "lanes": lanes}


@pytest.mark.parametrize(
    "cost", [KdfCost(64 * MIB - 1, 3, 4), KdfCost(64 * MIB, 2, 4), KdfCost(64 * MIB, 3, 3)]
)
def test_check_for_use_when_below_the_floor_then_is_refused(cost: KdfCost) -> None:
    with pytest.raises(KdfCostRefused):
        cost.check_for_use()


def test_check_for_use_when_the_floor_or_asked_for_in_words_then_is_taken() -> None:
    FLOOR.check_for_use()
    KdfCost.below_floor_for_tests().check_for_use()


def test_check_for_use_when_the_numbers_of_tests_come_from_elsewhere_then_is_refused() -> None:
    cheap = KdfCost.below_floor_for_tests()
    with pytest.raises(KdfCostRefused):
        KdfCost(cheap.memory_kib, cheap.passes, cheap.lanes).check_for_use()


def test_derive_root_when_compared_with_another_implementation_then_agrees() -> None:
    # Computed with argon2-cffi 25.1.0: low_level.hash_secret_raw, version 19.
    found = derive_root(b"correct horse", bytes(range(32)), KdfCost(1024, 2, 2))
    assert found.hex() == "4f7d6ae7c7db1d254e0f72781a7ede1ba2072d8677de752c9a2ddd14b74282bb"


def test_measure_when_asked_then_gives_seconds() -> None:
    assert 0 < measure(KdfCost.below_floor_for_tests()) < 60


def machine(
    seconds_a_mib_and_pass: float, memory_mib: int = 10**6
) -> tuple[Callable[[KdfCost], float], list[KdfCost]]:
    """A laptop of a given slowness, and what was measured on it."""
    asked: list[KdfCost] = []

    def seconds_of(cost: KdfCost) -> float:
        asked.append(cost)
        if cost.memory_kib > memory_mib * MIB:
            raise NotEnoughMemory(needed_mib=cost.memory_kib // MIB)
        return cost.memory_kib / MIB * cost.passes * seconds_a_mib_and_pass

    return seconds_of, asked


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        (1 / (256 * 6), (256, 6)),
        (1 / (256 * 3), (256, 3)),
        (1 / (128 * 4), (128, 4)),
        (1 / (64 * 5), (64, 5)),
        (1 / (64 * 3), (64, 3)),
    ],
)
def test_calibrate_when_the_machine_is_fast_enough_then_takes_a_second_memory_first(
    speed: float, expected: tuple[int, int]
) -> None:
    seconds_of, _asked = machine(speed)
    cost = calibrate(seconds_of)
    assert (cost.memory_kib // MIB, cost.passes, cost.lanes) == (*expected, 4)
    assert 0.75 <= seconds_of(cost) <= 1.25


def test_calibrate_when_the_machine_is_slow_then_stays_at_the_floor() -> None:
    assert calibrate(machine(1.0)[0]) == FLOOR


def test_calibrate_when_the_machine_is_very_fast_then_an_old_laptop_still_opens_it() -> None:
    cost = calibrate(machine(1e-9)[0])
    assert (cost.memory_kib, cost.passes) == (MAX_MEMORY_KIB, CHOSEN_PASSES_MAX)


def test_calibrate_when_no_time_passes_then_takes_the_most() -> None:
    assert calibrate(lambda _cost: 0.0).passes == CHOSEN_PASSES_MAX


def test_calibrate_when_memory_is_short_then_keeps_what_fits_and_adds_passes() -> None:
    cost = calibrate(machine(1 / (128 * 10), memory_mib=200)[0])
    assert (cost.memory_kib // MIB, cost.passes) == (128, 10)


def test_calibrate_when_more_memory_is_suddenly_slow_then_keeps_less() -> None:
    def swapping(cost: KdfCost) -> float:
        return 0.1 if cost == FLOOR else 20.0

    cost = calibrate(swapping)
    assert (cost.memory_kib, cost.passes) == (FLOOR.memory_kib, CHOSEN_PASSES_MAX)


def test_calibrate_when_not_even_the_floor_fits_then_says_so_and_takes_no_less() -> None:
    seconds_of, asked = machine(0.001, memory_mib=32)
    with pytest.raises(NotEnoughMemory) as short:
        calibrate(seconds_of)
    assert short.value.facts == {"needed_mib": 64}
    assert asked == [FLOOR]


_SHORT_OF_MEMORY = """
import resource
from protectnet.vault.cost import KdfCost, derive_root
from protectnet.vault.errors import NotEnoughMemory
in_use = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (in_use + (32 << 20), resource.RLIM_INFINITY))
try:
    derive_root(b"secret", bytes(32), KdfCost(64 * 1024, 1, 1))
except NotEnoughMemory as error:
    print(error.facts)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_derive_root_when_the_system_gives_no_memory_then_says_how_much_is_needed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHORT_OF_MEMORY], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "{'needed_mib': 64}"
