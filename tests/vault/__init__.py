# SPDX-License-Identifier: GPL-3.0-or-later
"""Slots, passphrases, keys and the folder of a vault, with a stand-in for the store."""
