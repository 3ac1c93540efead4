# SPDX-License-Identifier: GPL-3.0-or-later
"""The use cases, on an open vault called Workspace; the only place where the parts below meet."""
