# SPDX-License-Identifier: GPL-3.0-or-later
import json
import subprocess
import sys

import pytest

_HARDENED = """
import json, os, resource, sys
from dataclasses import asdict
from pathlib import Path
from protectnet.vault.hardening import harden_process

path = Path(sys.argv[1])
reached = [asdict(harden_process()), asdict(harden_process())]
path.touch()
print(json.dumps({
    "reached": reached,
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "mode": path.stat().st_mode & 0o777,
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks where Linux shows it")
def test_harden_when_on_linux_then_reaches_everything_and_tells_the_truth(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HARDENED, f"{tmp_path}/file"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    everything = {"private_files": True, "no_core_dumps": True, "not_dumpable": True}
    assert found["reached"] == [everything, everything]
    assert found["core"] == [0, 0]
    assert found["mode"] == 0o600
