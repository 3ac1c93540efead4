# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of domain.md as pure functions of records and of a day that is asked for.

Nothing here reads a clock, a file or a store. What a rule finds it gives as ``Reason``: a code and
its facts; the sentences stand in the application layer.
"""
