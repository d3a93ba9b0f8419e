"""Pictures that come inside somebody else's file: made small, and freed of what a camera wrote into them."""

import io
import struct

#: the largest width and height that are kept, in pixels; the photo of a cadre's form is printed at some 3 × 4 cm
MOST_WIDTH, MOST_HEIGHT = 480, 640
_QUALITY = 88
#: the largest picture that is opened at all, in pixels; a few bytes can say they are a wall
_MOST_PIXELS = 60_000_000
_KINDS = ("JPEG", "PNG", "GIF", "BMP")


def small_photo(picture: bytes) -> bytes:
    """Return a picture as a small upright JPEG, b"" when it can't be read."""
    from PIL import Image, ImageOps  # only forms bring pictures

    try:
        with Image.open(io.BytesIO(picture), formats=_KINDS) as found:
            if found.width * found.height > _MOST_PIXELS:
                return b""
            found.draft("RGB", (MOST_WIDTH * 2, MOST_HEIGHT * 2))
            upright = ImageOps.exif_transpose(found).convert("RGBA")
        upright.thumbnail((MOST_WIDTH, MOST_HEIGHT))
        ground = Image.new("RGB", upright.size, "white")  # what is transparent would become black
        ground.paste(upright, mask=upright.getchannel("A"))
        target = io.BytesIO()
        ground.save(target, "JPEG", quality=_QUALITY)
    except (
        *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError),
        *(struct.error, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning),
    ):
        return b""
    return target.getvalue()
