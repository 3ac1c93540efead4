# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages, by noun. No page knows another; the main window changes them."""
