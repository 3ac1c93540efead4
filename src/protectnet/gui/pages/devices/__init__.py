# SPDX-License-Identifier: GPL-3.0-or-later
"""This device, the devices that are trusted, and who is in which circle."""
