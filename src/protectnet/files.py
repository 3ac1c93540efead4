# SPDX-License-Identifier: GPL-3.0-or-later
"""Owner-only files written so that a crash leaves the old or the new one, and the packaged resources."""
