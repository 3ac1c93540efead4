# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of check 1: the age file itself."""

import base64

from protectnet.envelope import base64raw
from tests.bundle.age_by_hand import VERSION_LINE, header, payload, stanza, x25519_stanza
from tests.bundle.vectors import Vector
from tests.bundle.vectors_made import (
    GOOD,
    GOOD_CONTENT,
    OTHER_STANZA,
    READER_STANZA,
    damaged,
    file_of,
    padded,
    too_large,
)

PLAIN = padded(GOOD_CONTENT)
HEADER = header([READER_STANZA])
LINE_END = len(VERSION_LINE) + READER_STANZA.index(b"\n") + 1
NONCE_END = len(HEADER) + 16


def faulty_files() -> dict[str, Vector]:
    """Every vector of check 1, by its name."""
    found = cut() | other_files() | other_keys() | malformed() | altered() | limits()
    return {f"c1-{name}": each for name, each in found.items()}


def no_bundle(about: str, raw: bytes) -> Vector:
    """A file that is no age file."""
    return Vector(about, "not_a_bundle", raw)


def not_for_us(about: str, raw: bytes) -> Vector:
    """A file that no key of the reader opens."""
    return Vector(about, "not_for_this_device", raw)


def cut() -> dict[str, Vector]:
    """A good file that ends too early, at the borders of what it is made of."""
    in_header = {
        "cut-nothing-left": ("nothing is left", 0),
        "cut-version": ("cut within the version line", len(VERSION_LINE) - 1),
        "cut-after-version": ("cut after the version line", len(VERSION_LINE)),
        "cut-stanza-line": ("cut within the first line of a stanza", LINE_END - 100),
        "cut-after-stanza-line": ("cut after the first line of a stanza", LINE_END),
        "cut-after-stanza": ("cut after the stanza", HEADER.index(b"---")),
        "cut-mac": ("cut within the MAC", len(HEADER) - 5),
        "cut-before-line-feed": ("cut before the last line feed of the header", len(HEADER) - 1),
        "cut-after-header": ("cut after the header", len(HEADER)),
        "cut-nonce": ("cut within the nonce", NONCE_END - 1),
    }
    in_payload = {
        "cut-after-nonce": ("cut after the nonce", NONCE_END),
        "cut-tag-alone": ("of the last chunk a tag is left", NONCE_END + 16),
        "cut-chunk": ("the last chunk is a byte short", len(GOOD) - 1),
        "cut-tag": ("the tag of the last chunk is gone", len(GOOD) - 16),
    }
    return {
        name: no_bundle(about, GOOD[:length]) for name, (about, length) in in_header.items()
    } | {name: damaged(1, about, GOOD[:length]) for name, (about, length) in in_payload.items()}


def other_files() -> dict[str, Vector]:
    """Files that are something else."""
    armored = base64.b64encode(GOOD)
    rows = b"\n".join(armored[start : start + 64] for start in range(0, len(armored), 64))
    begin, end = b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"\n-----END AGE ENCRYPTED FILE-----\n"
    return {
        "text": no_bundle("a letter", b"Dear friends,\nthe river is high.\n"),
        "zeros": no_bundle("zeros", bytes(200)),
        "not-encrypted": no_bundle("the content as it is", PLAIN),
        "armored": no_bundle("an armored age file", begin + rows + end),
        "version-2": no_bundle("another version of age", GOOD.replace(b"/v1\n", b"/v2\n", 1)),
        "line-feed": no_bundle("lines of another system", HEADER.replace(b"\n", b"\r\n")),
        "byte-before": no_bundle("a byte before the file", b"\xef" + GOOD),
    }


def other_keys() -> dict[str, Vector]:
    """Stanzas for others, or of other types."""
    x25519 = x25519_stanza(bytes([9]) + bytes(31))
    scrypt = stanza(b"scrypt", [base64raw.encode(bytes(16)), b"10"], bytes(32))
    share = READER_STANZA.split(b" ")[2].split(b"\n")[0]
    swapped = READER_STANZA.replace(share, base64raw.encode(bytes(1120)[:1088] + bytes([9] * 32)))
    body = READER_STANZA.split(b"\n")[1]
    other_body = READER_STANZA.replace(body, base64raw.encode(bytes(32)))
    return {
        "for-another": not_for_us("for another device", file_of(PLAIN, [OTHER_STANZA])),
        "x25519-alone": not_for_us("an X25519 stanza alone", file_of(PLAIN, [x25519])),
        "passphrase": not_for_us("a passphrase instead of keys", file_of(PLAIN, [scrypt])),
        "other-share": not_for_us("another encapsulated key", file_of(PLAIN, [swapped])),
        "other-body": not_for_us("another wrapped file key", file_of(PLAIN, [other_body])),
        "unknown-type": not_for_us(
            "the stanza under another name",
            file_of(PLAIN, [READER_STANZA.replace(b"mlkem768x25519", b"mlkem768x25518")]),
        ),
    }


def malformed() -> dict[str, Vector]:
    """Headers that are none."""
    first, body, _ = READER_STANZA.split(b"\n")
    low_order = base64raw.encode(base64raw.decode(first.split(b" ")[2])[:1088] + bytes(32))  # type: ignore[index]
    scrypt = stanza(b"scrypt", [base64raw.encode(bytes(16)), b"10"], bytes(32))
    made = {
        "no-stanza": ("no stanza", []),
        "body-short": ("a wrapped key of 31 bytes", [
            stanza(b"mlkem768x25519", first.split(b" ")[2:], bytes(31))]),
        "share-short": ("an encapsulated key of 1119 bytes", [
            stanza(b"mlkem768x25519", [base64raw.encode(bytes(1119))], bytes(32))]),
        "arguments": ("an argument too many", [
            stanza(b"mlkem768x25519", [*first.split(b" ")[2:], b"more"], bytes(32))]),
        "low-order": ("an X25519 share of low order", [
            stanza(b"mlkem768x25519", [low_order], bytes(32))]),
        "passphrase-beside": ("a passphrase beside a key", [READER_STANZA, scrypt]),
        "base64-padded": ("a body with padding", [first + b"\n" + body + b"=\n"]),
        "base64-not-canonical": ("a body with bits to spare", [
            first + b"\n" + body[:-1] + _next(body[-1:]) + b"\n"]),
        "empty-argument": ("two spaces", [READER_STANZA.replace(b" ", b"  ", 1)]),
        "strange-line": ("a line that belongs nowhere", [READER_STANZA + b"hello\n"]),
    }  # fmt: skip
    return {
        name: no_bundle(about, file_of(PLAIN, stanzas)) for name, (about, stanzas) in made.items()
    } | {
        "mac-short": no_bundle("a MAC of 31 bytes", _with_mac(bytes(31))),
    }


def _next(digit: bytes) -> bytes:
    """The base64 digit after this one: of the last digit of 32 bytes two bits mean nothing."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    place = alphabet.index(digit) + 1
    return alphabet[place : place + 1]


def _with_mac(mac: bytes) -> bytes:
    start = HEADER.index(b"---")
    return HEADER[:start] + b"--- " + base64raw.encode(mac) + b"\n" + payload(PLAIN)


def altered() -> dict[str, Vector]:
    """A good file that somebody changed who has no key."""
    flipped = bytearray(GOOD)
    flipped[NONCE_END + 100] ^= 1
    last = bytearray(GOOD)
    last[-1] ^= 0x80
    nonce = bytearray(GOOD)
    nonce[NONCE_END - 1] ^= 1
    more = [READER_STANZA, stanza(b"grease", [b"added"], b"")]
    return {
        "mac": damaged(1, "another MAC", _with_mac(bytes(32))),
        "stanza-added": damaged(
            1,
            "a stanza added under the old MAC",
            b"".join([VERSION_LINE, *more, HEADER[HEADER.index(b"---") :], payload(PLAIN)]),
        ),
        "nonce": damaged(1, "a flipped bit in the nonce", bytes(nonce)),
        "payload": damaged(1, "a flipped bit in the payload", bytes(flipped)),
        "tag": damaged(1, "a flipped bit in the last tag", bytes(last)),
        "byte-behind": damaged(1, "a byte behind the file", GOOD + b"\x00"),
        "twice": damaged(1, "the file twice", GOOD + GOOD),
        "other-payload": damaged(
            1, "the payload of another file", HEADER + payload(PLAIN, bytes(16))
        ),
    }


def limits() -> dict[str, Vector]:
    """Headers that are too large; these files are no longer than they have to be."""
    many = [stanza(b"a", [], b"")] * 256
    return {
        "257-stanzas": too_large(
            "stanzas", "one stanza more than can be", file_of(PLAIN, [*many, READER_STANZA])
        ),
        "long-line": too_large(
            "line_bytes",
            "a line of the header that is too long",
            file_of(PLAIN, [stanza(b"a", [b"b" * 4096], b""), READER_STANZA]),
        ),
    }
