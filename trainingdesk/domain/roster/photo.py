"""What a photo of a person (照片) may be."""

#: largest picture the desk keeps, in bytes
MOST_BYTES = 300 * 1024

_STARTS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def media_of(picture: bytes) -> str:
    """Return the kind of a picture by its first bytes, ``""`` when it is neither JPEG nor PNG."""
    return next((media for start, media in _STARTS if picture.startswith(start)), "")
