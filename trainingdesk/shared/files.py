"""Files are written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file beside its place, flush it to the disk, and move it there; raises OSError and leaves nothing.

    ``content`` may come in parts; what making them raises goes through.
    """
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with draft.open("wb") as file:
            for part in (content,) if isinstance(content, bytes) else content:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
