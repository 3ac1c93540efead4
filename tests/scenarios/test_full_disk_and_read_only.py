# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault that cannot be written or read says so in its own words and stays as it was."""
