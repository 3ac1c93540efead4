# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving and taking bundles."""
