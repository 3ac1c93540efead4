# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes to verified contents of a bundle and back: manifest and sections inside an envelope; no files, no clock."""
