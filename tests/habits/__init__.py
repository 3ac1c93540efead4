# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the repository as a whole: shape of the code, papers, catalogues, the set-up itself."""
