# SPDX-License-Identifier: GPL-3.0-or-later
"""One encrypted store for each schema that was ever released."""
