# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases, slots and keys of one vault folder, its device identity and its lock; never the store."""
