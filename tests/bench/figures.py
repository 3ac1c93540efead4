# SPDX-License-Identifier: GPL-3.0-or-later
"""One measured figure, and how a run of them is shown."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what was measured, against what, and what it should be.

    ``value`` is in ``unit``; ``baseline`` in the same unit, ``None`` where nothing is compared.
    """

    name: str
    value: float
    unit: str
    target: str
    baseline: float | None = None
    against: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value by baseline."""
        return self.value / self.baseline if self.baseline else None


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """The median wall time of several runs of ``work``."""
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    """The wall time of one run of ``work``."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines for people."""
    lines = [("figure", "value", "baseline", "ratio", "target")]
    for each in figures:
        baseline = f"{each.baseline:.4g} {each.unit}" if each.baseline else ""
        ratio = f"{each.ratio:.2f}x" if each.ratio else ""
        lines.append((each.name, f"{each.value:.4g} {each.unit}", baseline, ratio, each.target))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    notes = [f"{each.name}: {each.note}" for each in figures if each.note]
    return "\n".join([*rows, "", *notes])


def write_json(figures: Sequence[Figure], path: Path) -> None:
    """The figures as a JSON file for other programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = [{**asdict(each), "ratio": each.ratio} for each in figures]
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
