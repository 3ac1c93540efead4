# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets that several pages are made of."""
