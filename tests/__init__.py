# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests, one folder per package, and stories that cross all of them."""
