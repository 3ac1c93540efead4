# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed and size as ratios against plain tools, measured in one run: ``make bench``.

These are figures, not tests: nothing here passes or fails.
"""
