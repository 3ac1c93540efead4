# SPDX-License-Identifier: GPL-3.0-or-later
"""The look: named colours, the palette and style sheet made from them, and tinted icons."""
