"""Puts the compiled catalogues, ``resources/`` and ``data/`` inside the package; all else is in pyproject.toml."""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # a build front end does not put the project on the path

import build_locale  # noqa: E402 - it stands beside this file

#: Sources of what travels, and tools that make data: the installed program has no use for them.
LEFT_OUT = shutil.ignore_patterns("*.po", "*.pot", "*.tmp", "scripts", "__pycache__", "*.pyc")


class BuildWithAssets(build_py):
    """Copies the folders that stand beside the package to where ``trainingdesk.shared.assets`` looks first."""

    def run(self) -> None:
        """Build the modules, then put the assets beside them."""
        super().run()
        build_locale.compile_stale()
        if self.editable_mode:
            return  # an editable install finds both folders in the checkout
        for name in ("resources", "data"):
            target = Path(self.build_lib) / "trainingdesk" / name
            if target.exists():
                shutil.rmtree(target)
            shutil.copytree(ROOT / name, target, ignore=LEFT_OUT)


setup(cmdclass={"build_py": BuildWithAssets})
