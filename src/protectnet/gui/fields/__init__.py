# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs made from the declaration: one family per field type, and the form of a kind."""
