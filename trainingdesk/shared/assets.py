"""Files that travel with the program: ``resources/`` and ``data/``.

In a checkout both folders stand beside the package; an installed package carries them inside itself.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _root(kind: str) -> Path:
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def _asset(kind: str, name: str) -> Path:
    relative = Path(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"an asset is named by a relative path: {name}")
    return _root(kind) / relative


def resource(name: str) -> Path:
    """Return the path of a file or folder below ``resources/``."""
    return _asset("resources", name)


def data_file(name: str) -> Path:
    """Return the path of a file or folder below ``data/``."""
    return _asset("data", name)
