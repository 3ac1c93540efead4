# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a vault, and making one."""
