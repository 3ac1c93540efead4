# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way up a picture is: the only one of the details that a camera writes which is kept.

Source: CIPA DC-008 (Exif) 4.6.2 and 4.6.4; TIFF 6.0 section 2.
"""

MAX_EXIF = 65536
"""Bytes of Exif that are looked at; the first directory stands at their start."""

UPRIGHT = 1
_ORIENTATION_TAG = 0x0112
_SHORT = 3
_ENTRY = 12


def orientation_of(untrusted_exif: bytes) -> int:
    """1 … 8 as the Orientation tag says; 1 when there is none or the Exif is broken.

    ``untrusted_exif`` begins with the TIFF header, or with ``Exif`` and two bytes before it.
    """
    if untrusted_exif.startswith(b"Exif"):
        untrusted_exif = untrusted_exif[6:]
    if untrusted_exif.startswith(b"II*\x00"):
        return _found(untrusted_exif, little=True)
    return _found(untrusted_exif, little=False) if untrusted_exif[:4] == b"MM\x00*" else UPRIGHT


def exif_saying(orientation: int) -> bytes:
    """Exif that says this orientation and nothing else, from the TIFF header on: 26 bytes."""
    entry = (
        _ORIENTATION_TAG.to_bytes(2)
        + _SHORT.to_bytes(2)
        + (1).to_bytes(4)
        + orientation.to_bytes(2)
        + bytes(2)
    )
    return b"MM\x00*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + bytes(4)


def _found(tiff: bytes, *, little: bool) -> int:
    def number(at: int, size: int) -> int:
        # Past the end there are no bytes, which make 0: no entry, no tag, no value.
        return int.from_bytes(tiff[at : at + size], "little" if little else "big")

    directory = number(4, 4)
    entries = min(number(directory, 2), len(tiff) // _ENTRY)
    for at in range(directory + 2, directory + 2 + entries * _ENTRY, _ENTRY):
        if number(at, 2) == _ORIENTATION_TAG and number(at + 2, 2) == _SHORT:
            said = number(at + 8, 2)
            return said if UPRIGHT <= said <= 8 and number(at + 4, 4) == 1 else UPRIGHT
    return UPRIGHT
