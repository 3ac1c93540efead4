# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoders fed with whatever a machine makes up: ``make fuzz``."""
