# SPDX-License-Identifier: GPL-3.0-or-later
"""The use cases without a window, as commands for people and scripts."""
