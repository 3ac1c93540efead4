# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences in the person's language, by gettext alone."""
