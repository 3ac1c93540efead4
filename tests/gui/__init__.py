# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the window: real widgets, drawn offscreen, over real encrypted vaults."""
