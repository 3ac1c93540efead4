# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample network: well-formed files, and an answer to every question of the meeting."""
