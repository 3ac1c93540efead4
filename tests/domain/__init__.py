# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds, values, vocabularies and rules."""
