# SPDX-License-Identifier: GPL-3.0-or-later
"""What pages show, read from the workspace on the worker, and the table model over it."""
