# SPDX-License-Identifier: GPL-3.0-or-later
"""ML-KEM-768 encapsulation with its randomness given, written out from FIPS 203.

The library draws its own randomness, and vectors must be the same each time they are made. Slow
and not of constant time: for tests alone. What it encapsulates, the library decapsulates.
"""

import hashlib
from collections.abc import Iterator, Sequence

Polynomial = list[int]
"""256 coefficients below Q."""

Q = 3329
K = 3
PUBLIC_LENGTH = 384 * K + 32
_DU, _DV = 10, 4
_INVERSE_OF_128 = 3303


def encapsulate(public: bytes, message: bytes) -> tuple[bytes, bytes]:
    """Shared secret (32 bytes) and ciphertext (1088 bytes) for the 32 random bytes given.

    Algorithm 17, ML-KEM.Encaps_internal.
    """
    seed = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    return seed[:32], _encrypt(public, message, seed[32:])


def _encrypt(public: bytes, message: bytes, randomness: bytes) -> bytes:
    """Algorithm 14, K-PKE.Encrypt."""
    rho = public[384 * K :]
    t_hat = [list(_unpacked(public[384 * i : 384 * (i + 1)], 12)) for i in range(K)]
    y_hat = [_ntt(_noise(randomness, i)) for i in range(K)]
    u = [
        _add(_back(_dot([_uniform(rho, i, j) for j in range(K)], y_hat)), _noise(randomness, K + i))
        for i in range(K)
    ]
    mu = [bit * ((Q + 1) // 2) for bit in _unpacked(message, 1)]
    v = _add(_add(_back(_dot(t_hat, y_hat)), _noise(randomness, 2 * K)), mu)
    return b"".join(_packed(_compressed(each, _DU), _DU) for each in u) + _packed(
        _compressed(v, _DV), _DV
    )


def _unpacked(data: bytes, bits: int) -> Iterator[int]:
    """ByteDecode: the first number stands in the lowest bits."""
    whole = int.from_bytes(data, "little")
    return ((whole >> bits * place) & ((1 << bits) - 1) for place in range(256))


def _packed(numbers: Sequence[int], bits: int) -> bytes:
    """ByteEncode."""
    whole = sum(number << bits * place for place, number in enumerate(numbers))
    return whole.to_bytes(32 * bits, "little")


def _compressed(polynomial: Polynomial, bits: int) -> list[int]:
    """Compress: to the nearest of so many steps."""
    return [((each << bits) + Q // 2) // Q % (1 << bits) for each in polynomial]


def _uniform(rho: bytes, i: int, j: int) -> Polynomial:
    """SampleNTT: the element in column ``i`` and row ``j`` of the matrix, that is of its transpose."""
    stream = hashlib.shake_128(rho + bytes([i, j])).digest(2048)
    found: Polynomial = []
    for place in range(0, len(stream), 3):
        a, b, c = stream[place : place + 3] if place + 3 <= len(stream) else (255, 255, 255)
        found += [each for each in (a + 256 * (b % 16), b // 16 + 16 * c) if each < Q]
        if len(found) >= 256:
            break
    return found[:256]


def _noise(seed: bytes, number: int) -> Polynomial:
    """SamplePolyCBD with eta 2, of PRF."""
    bits = list(_bits(hashlib.shake_256(seed + bytes([number])).digest(128)))
    return [
        (bits[4 * place] + bits[4 * place + 1] - bits[4 * place + 2] - bits[4 * place + 3]) % Q
        for place in range(256)
    ]


def _bits(data: bytes) -> Iterator[int]:
    return ((each >> place) & 1 for each in data for place in range(8))


def _root(exponent: int) -> int:
    """The root of unity to the power of the reversed 7 bits."""
    return pow(17, int(f"{exponent:07b}"[::-1], 2), Q)


_ROOTS = [_root(each) for each in range(128)]


def _ntt(polynomial: Polynomial) -> Polynomial:
    """Algorithm 9."""
    f = list(polynomial)
    number, length = 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            root, number = _ROOTS[number], number + 1
            for j in range(start, start + length):
                t = root * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
        length //= 2
    return f


def _back(transformed: Polynomial) -> Polynomial:
    """Algorithm 10."""
    f = list(transformed)
    number, length = 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            root, number = _ROOTS[number], number - 1
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, root * (f[j + length] - t) % Q
        length *= 2
    return [each * _INVERSE_OF_128 % Q for each in f]


def _multiplied(f: Polynomial, g: Polynomial) -> Polynomial:
    """Algorithm 11, with algorithm 12 within."""
    found: Polynomial = []
    for place in range(128):
        a0, a1, b0, b1 = f[2 * place], f[2 * place + 1], g[2 * place], g[2 * place + 1]
        root = _ROOTS[64 + place // 2] * (1 if place % 2 == 0 else -1)
        found += [(a0 * b0 + a1 * b1 * root) % Q, (a0 * b1 + a1 * b0) % Q]
    return found


def _add(f: Polynomial, g: Polynomial) -> Polynomial:
    return [(a + b) % Q for a, b in zip(f, g, strict=True)]


def _dot(row: Sequence[Polynomial], column: Sequence[Polynomial]) -> Polynomial:
    found = [0] * 256
    for f, g in zip(row, column, strict=True):
        found = _add(found, _multiplied(f, g))
    return found
