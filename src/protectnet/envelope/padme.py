# SPDX-License-Identifier: GPL-3.0-or-later
"""PADMÉ: lengths rounded up so that few distinct ones are seen, at most 12 % longer.

Source: "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019.
"""


def padded_length(length: int) -> int:
    """Return the smallest PADMÉ length that is not below ``length`` (bytes, not negative).

    Such a length, written as a binary float, has no more bits of mantissa than of exponent.
    """
    if length < 0:
        raise ValueError("a length is not negative")
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    zero_bits = exponent - exponent.bit_length()
    mask = (1 << zero_bits) - 1
    return (length + mask) & ~mask


def longest_padded(limit: int) -> int:
    """Return the largest PADMÉ length that is not above ``limit`` (bytes, not negative)."""
    if limit < 0:
        raise ValueError("a length is not negative")
    if limit < 2:
        return limit
    exponent = limit.bit_length() - 1
    zero_bits = exponent - exponent.bit_length()
    return limit >> zero_bits << zero_bits
