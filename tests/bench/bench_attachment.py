# SPDX-License-Identifier: GPL-3.0-or-later
"""How much memory grows while a large file is attached and taken out again.

``python -m tests.bench.bench_attachment [MIB]`` prints one line of JSON. The work is done in a
process of its own, so that nothing measured before counts.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.figures import Figure, seconds
from tests.bench.vaults import new_vault

MIB = 1024 * 1024
SIZE_MIB = 1024
TARGET_MIB = 8
_STATUS = Path("/proc/self/status")
_RESET_PEAK = Path("/proc/self/clear_refs"), "5"


def measure(folder: Path, size_mib: int = SIZE_MIB) -> list[Figure]:
    """Attach and extract a file of so many MiB in a process of its own."""
    run = [sys.executable, "-m", __spec__.name, str(size_mib), str(folder)]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    speeds = f"in at {found['in_mib_s']:.0f} MiB/s, out at {found['out_mib_s']:.0f} MiB/s"
    return [
        Figure(
            f"memory growth, attachment of {size_mib} MiB {way}",
            found[f"{way}_growth_mib"],
            "MiB",
            f"<= {TARGET_MIB} MiB",
            note=speeds if way == "in" else "",
        )
        for way in ("in", "out")
    ]


def measured_here(folder: Path, size_mib: int) -> dict[str, float]:
    """Growth in MiB and speed in MiB/s of both ways, in this process."""
    source, out = folder / "source", folder / "out"
    _make(source, size_mib)
    with new_vault(folder / "attaching") as workspace:
        record = workspace.editing.add("document", {"title": "A long film"}).id.hex()

        def put_in() -> None:
            workspace.attachments.attach(record, source)

        def take_out() -> None:
            workspace.attachments.extract(record, source.name, out)

        in_growth, in_seconds = _growth_of(put_in)
        out_growth, out_seconds = _growth_of(take_out)
    if out.stat().st_size != size_mib * MIB:
        raise RuntimeError("what came out is not what went in")
    return {
        "size_mib": size_mib,
        "in_growth_mib": round(in_growth, 2),
        "out_growth_mib": round(out_growth, 2),
        "in_mib_s": round(size_mib / in_seconds, 1),
        "out_mib_s": round(size_mib / out_seconds, 1),
    }


def _make(path: Path, size_mib: int) -> None:
    """A file without content on the disk, which is read as zeros: nothing here compresses."""
    with path.open("wb") as file:
        file.truncate(size_mib * MIB)


def _growth_of(work: Callable[[], object]) -> tuple[float, float]:
    """By how many MiB the peak is above what was in use before, and the seconds it took.

    Where the system does not let us forget an earlier peak, the growth is at most that.
    """
    path, order = _RESET_PEAK
    if path.exists():
        try:
            path.write_text(order)
        except PermissionError:
            sys.stderr.write("an earlier peak may count as growth here\n")
    before = _memory("VmRSS")
    took = seconds(work)
    return _memory("VmHWM") - before, took


def _memory(which: str) -> float:
    """Resident memory in MiB: now (``VmRSS``) or at its peak (``VmHWM``)."""
    if not _STATUS.exists():
        import resource  # noqa: PLC0415 - not on every system

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (MIB if sys.platform == "darwin" else 1024)
    [line] = [each for each in _STATUS.read_text().splitlines() if each.startswith(f"{which}:")]
    return int(line.split()[1]) / 1024


def main(arguments: list[str]) -> int:
    """Measure in a folder given, or in a temporary one, and print the figures."""
    size_mib = int(arguments[0]) if arguments else SIZE_MIB
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(arguments[1]) if len(arguments) > 1 else Path(temporary)
        sys.stdout.write(json.dumps(measured_here(folder, size_mib)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
