# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules, on records made from the declarations."""
