# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench``: every figure, in a table and in build/bench.json."""

import sys
import tempfile
from pathlib import Path

from tests.bench import enveloping, reading, starting, writing
from tests.bench.bench_attachment import measure as measure_attachment
from tests.bench.figures import table, write_json

OUT = Path("build/bench.json")


def main() -> int:
    """Measure everything, one after the other, and show it."""
    figures = starting.measure()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for measure in (
            writing.measure,
            reading.measure_search,
            reading.measure_unlock,
            measure_attachment,
            enveloping.measure,
        ):
            found = measure(folder)
            figures += found
            sys.stderr.write("".join(f"measured: {each.name}\n" for each in found))
    sys.stdout.write(table(figures) + "\n")
    write_json(figures, OUT)
    sys.stderr.write(f"written to {OUT}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
