# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of each command, added to its parser, by theme.

What can be judged without opening anything is judged here: then it is a fault of use (exit 2).
"""
