# SPDX-License-Identifier: GPL-3.0-or-later
"""A process killed at any write has lost nothing that it said was done."""
