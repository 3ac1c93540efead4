# SPDX-License-Identifier: GPL-3.0-or-later
"""What ProtectNet speaks about, as frozen values with their rules, ids and errors; the standard library alone."""
