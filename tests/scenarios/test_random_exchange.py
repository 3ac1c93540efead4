# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever was done where, and whatever was lost on the way: who has taken everything shows the same."""
