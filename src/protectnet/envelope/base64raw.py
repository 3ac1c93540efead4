# SPDX-License-Identifier: GPL-3.0-or-later
"""Unpadded standard base64 of which each value has exactly one spelling (RFC 4648, 3.5)."""

import base64
import binascii


def encode(data: bytes) -> bytes:
    """Return the base64 of ``data`` without ``=``."""
    return base64.b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes | None:
    """Return the bytes that ``text`` spells, or None when it is not their only spelling."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return None
    return data if encode(data) == text else None
