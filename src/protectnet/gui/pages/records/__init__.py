# SPDX-License-Identifier: GPL-3.0-or-later
"""One kind of record: its list, and the page of one record."""
