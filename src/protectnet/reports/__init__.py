# SPDX-License-Identifier: GPL-3.0-or-later
"""Records to documents for people: no Qt, no SQL."""
