# SPDX-License-Identifier: GPL-3.0-or-later
"""The age file: recipients, STREAM chunks and padding; knows nothing of ProtectNet."""
