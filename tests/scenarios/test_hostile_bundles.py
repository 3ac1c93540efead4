# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is wrong with a bundle or a card, the vault that is handed it stays as it was."""
