# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person is asked for before something is done, and did not give."""

from protectnet.domain.errors import ProtectNetError


class NoPassphrase(ProtectNetError):
    """No passphrase can be had.

    Facts: ``reason``: ``no_terminal`` (nobody can be asked), ``empty`` or ``too_long`` (the first
    line of its file), ``differs`` (typed twice, not the same).
    """

    code = "no_passphrase"
    REASONS = ("no_terminal", "empty", "too_long", "differs")


class NotConfirmed(ProtectNetError):
    """What cannot be undone was not confirmed. Facts: none."""

    code = "not_confirmed"
