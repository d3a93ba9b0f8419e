"""How the desk's own process and the ones it starts for files talk: four bytes of length, then a marshalled pair of kind and content."""

import marshal
import struct
from collections.abc import Iterator
from typing import IO, Any

LENGTH = struct.Struct("<I")


def write_frame(stream: IO[bytes], kind: str, content: Any) -> None:
    """Write one frame and see to it that it is on its way."""
    frame = marshal.dumps((kind, content))
    stream.write(LENGTH.pack(len(frame)) + frame)
    stream.flush()


def frame_in(stream: IO[bytes]) -> bytes:
    """Return the next frame as it came, b"" where none comes any more or only the beginning of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (size,) = LENGTH.unpack(head)
    frame = stream.read(size)
    return frame if len(frame) == size else b""


def opened(frame: bytes) -> tuple[str, Any]:
    """Return kind and content of a frame."""
    kind, content = marshal.loads(frame)  # noqa: S302 - between our own processes, over our own pipe
    return kind, content


def frames_in(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield kind and content of every frame until the stream ends."""
    while frame := frame_in(stream):
        yield opened(frame)
