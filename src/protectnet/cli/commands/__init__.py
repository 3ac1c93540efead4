# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands do: one module a group, one short function a command."""
