# SPDX-License-Identifier: GPL-3.0-or-later
"""Real kills and a really full disk, each in a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from protectnet import files

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals"),
]

OLD, NEW = b"old" * 1000, b"new" * 100_000

# The child replaces the file and kills itself just before its n-th call to the system.
_WRITER = """
import os, signal, sys
from pathlib import Path
from protectnet import files

left = int(sys.argv[2])

def counted(call):
    def before(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return before

for name in ("open", "write", "fsync", "close"):
    setattr(os, name, counted(getattr(os, name)))
Path.replace = counted(Path.replace)
Path.unlink = counted(Path.unlink)
with files.AtomicFile(Path(sys.argv[1])) as file:
    for _ in range(100):
        file.write(b"new" * 1000)
"""


def test_atomic_file_when_killed_before_any_call_then_the_file_is_old_or_new(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    seen, killed = set(), 0
    for step in range(1, 200):
        path.write_bytes(OLD)
        done = subprocess.run([sys.executable, "-c", _WRITER, str(path), str(step)], check=False)
        seen.add(path.read_bytes())
        files.remove_unfinished(tmp_path)
        assert list(tmp_path.iterdir()) == [path]
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
    assert seen == {OLD, NEW}
    assert killed > 100


_FULL_DISK = """
mount -t tmpfs -o size=64k tmpfs "$1" &&
printf old > "$1/file" &&
"$2" -c '
import sys
from pathlib import Path
from protectnet import files
path = Path(sys.argv[1]) / "file"
try:
    files.write_atomically(path, bytes(1_000_000))
except files.DiskFull as full:
    print("full:", full.filename == str(path), path.read_bytes(), len(list(path.parent.iterdir())))
' "$1"
"""


def test_write_atomically_when_the_disk_is_really_full_then_says_so_and_keeps_the_old_file(
    tmp_path: Path,
) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here, so no small disk can be mounted")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    apart = ["unshare", "--mount", *user]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system allows no mount of a small disk")
    done = subprocess.run(
        [*apart, "sh", "-c", _FULL_DISK, "sh", str(tmp_path), sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "full: True b'old' 1", done.stderr
