# SPDX-License-Identifier: GPL-3.0-or-later
"""ProtectNet: collective risks, protection measures and contacts, encrypted and offline."""

__version__ = "0.1.0.dev0"
