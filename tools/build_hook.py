"""Bring in the front-end files before a wheel is built, so that who installs it needs no Node."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsBuildHook(BuildHookInterface[Any]):
    """Runs `tools.assets` for a wheel; an editable install brings the files in with `make`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files that the wheel takes along as artifacts."""
        if self.target_name != "wheel" or version == "editable":
            return
        # The build runs with the project's root as data, not on the path of imports.
        spec = importlib.util.spec_from_file_location("assets", Path(self.root) / "tools/assets.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(
                "tools/assets.py is not in the source; the wheel cannot be built without it."
            )
        assets = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(assets)
        assets.bring_in()
