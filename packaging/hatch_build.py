# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the catalogues before a wheel is packed, so that no wheel is without its languages."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """The one step between the repository and the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue; an editable install reads those that set-up compiles."""
        del build_data
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "packaging" / "develop"))
        import catalogues  # noqa: PLC0415 - stands beside, on no path before this line

        catalogues.compile_all()
