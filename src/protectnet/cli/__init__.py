# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: the same use cases as the window, for a terminal and for other programs."""
