# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the tests of one marker (`interop` or `faults`) and say loudly which of them could not run here."""

import sys

import pytest


class NotRun:
    """Gathers the tests that skipped themselves, with their reasons."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that was skipped."""
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons.append(f"{report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a whole file that was skipped."""
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons.append(f"{report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}")


def main(arguments: list[str]) -> int:
    """Run the tests marked with the first of `arguments`; the rest goes to pytest. Return 0 if none failed."""
    marker, *rest = arguments
    not_run = NotRun()
    code = pytest.main(["-m", marker, *rest], plugins=[not_run])
    for reason in not_run.reasons:
        print(f"!! NOT RUN ({marker}) {reason}")
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        print(f"!! NOT RUN ({marker}) there is no such test")
        return 0
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
