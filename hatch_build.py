"""What is made while a wheel is built: the VBA project of the add-in, so that who installs it needs nothing to make it with."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyMadeProject(BuildHookInterface):  # type: ignore[type-arg]
    """Put ``vbaProject.bin`` into a wheel, beside the module that looks for it. A checkout never holds one: it would go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it; not for an editable install, where it is made when it is asked for."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from hwit_xl.addin.install.project import made, write_ready_made
        finally:
            sys.path.remove(self.root)
        self._folder = TemporaryDirectory()
        for path in write_ready_made(made(), Path(self._folder.name)):
            build_data["force_include"][str(path)] = f"hwit_xl/addin/install/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear up once the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
