# SPDX-License-Identifier: GPL-3.0-or-later
"""Pure plans: what we have and what came, to what would change; no bytes, no SQL."""
