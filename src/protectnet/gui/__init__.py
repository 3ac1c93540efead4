# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: pages and widgets over the use cases; the only PySide6."""
