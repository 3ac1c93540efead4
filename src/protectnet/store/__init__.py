# SPDX-License-Identifier: GPL-3.0-or-later
"""The encrypted database: opening with a key, migrations, log tables and their projection; the only SQL."""
