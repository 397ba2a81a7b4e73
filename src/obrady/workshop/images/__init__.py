"""Uploaded pictures: checked, shrunk and written anew, so that only pixels are kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 30_000_000
LONGEST_SIDE = 1200
KINDS = ["PNG", "JPEG", "WEBP", "GIF"]


class PictureCannotBeRead(Exception):
    """`code` is one of too_big, too_many_pixels, not_a_picture."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    content: bytes
    sha256: str
    width: int
    height: int


def read_picture(raw: bytes) -> Picture:
    """Re-encode as PNG within limits; whatever else the file carried is gone."""
    if len(raw) > MOST_BYTES:
        raise PictureCannotBeRead("too_big")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(raw), formats=KINDS)
            if image.width * image.height > MOST_PIXELS:
                raise PictureCannotBeRead("too_many_pixels")
            image = image.convert("RGBA")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise PictureCannotBeRead("too_many_pixels") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            raise PictureCannotBeRead("not_a_picture") from None
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    content = out.getvalue()
    return Picture(content=content, sha256=hashlib.sha256(content).hexdigest(), width=image.width, height=image.height)
