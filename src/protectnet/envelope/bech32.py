# SPDX-License-Identifier: GPL-3.0-or-later
"""Bech32 (BIP 173) as age uses it: the data part may be longer than 90 characters."""

from collections.abc import Iterable

from protectnet.envelope.errors import RecipientReason, UnsupportedRecipient

# The longest we know is a recipient of 1216 bytes, 1959 characters.
MAX_TEXT = 4096

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(_CHARSET)}
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """Return the lower-case Bech32 text of ``data`` with the lower-case ``prefix``."""
    values = _regroup(data, 8, 5)
    if len(data) * 8 % 5:
        values.append((data[-1] << (5 - len(data) * 8 % 5)) & 31)
    check = _polymod([*_expand(prefix), *values, *[0] * _CHECKSUM_LENGTH]) ^ 1
    values += [(check >> 5 * (_CHECKSUM_LENGTH - 1 - i)) & 31 for i in range(_CHECKSUM_LENGTH)]
    return prefix + "1" + "".join(_CHARSET[value] for value in values)


def decode(untrusted_text: str) -> tuple[str, bytes]:
    """Return prefix (lower case) and data of a Bech32 text.

    Raises ``UnsupportedRecipient`` with reason ``encoding``: mixed case, a foreign character, a
    wrong checksum, bits that are padding but not zero, or a text that is too long.
    """
    if len(untrusted_text) > MAX_TEXT or not untrusted_text.isascii():
        raise UnsupportedRecipient(RecipientReason.ENCODING)
    text = untrusted_text.lower()
    if untrusted_text not in {text, untrusted_text.upper()}:
        raise UnsupportedRecipient(RecipientReason.ENCODING)
    prefix, separator, body = text.rpartition("1")
    printable = all(33 <= ord(character) <= 126 for character in prefix)
    if not (separator and prefix and printable and len(body) >= _CHECKSUM_LENGTH):
        raise UnsupportedRecipient(RecipientReason.ENCODING)
    values = [_VALUES.get(character, -1) for character in body]
    if -1 in values or _polymod([*_expand(prefix), *values]) != 1:
        raise UnsupportedRecipient(RecipientReason.ENCODING)
    return prefix, _octets(values[:-_CHECKSUM_LENGTH])


def _octets(values: list[int]) -> bytes:
    spare_bits = len(values) * 5 % 8
    if spare_bits >= 5 or (spare_bits and values[-1] & ((1 << spare_bits) - 1)):
        raise UnsupportedRecipient(RecipientReason.ENCODING)
    return bytes(_regroup(values, 5, 8))


def _regroup(values: Iterable[int], width: int, new_width: int) -> list[int]:
    """Cut the bits of ``values`` into whole groups of ``new_width``; a rest is left out."""
    accumulated = bits = 0
    groups = []
    for value in values:
        accumulated = (accumulated << width | value) & 0xFFFF
        bits += width
        while bits >= new_width:
            bits -= new_width
            groups.append((accumulated >> bits) & ((1 << new_width) - 1))
    return groups


def _expand(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATORS):
            if top >> i & 1:
                checksum ^= generator
    return checksum
