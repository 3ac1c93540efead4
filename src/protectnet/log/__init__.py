# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations, segments, Merkle trees, clocks and signatures as values and bytes; no files, no SQL, no clock reading."""
