"""Uploaded pictures: checked, shrunk and written anew, so that only pixels are kept."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 30_000_000
LONGEST_SIDE = 1200
LONGEST_FACE = 600
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


def read_picture(
    raw: bytes, *, square: bool = False, most_bytes: int = MOST_BYTES, longest: int = LONGEST_SIDE
) -> Picture:
    """Re-encode as PNG within limits; whatever else the file carried is gone. A portrait is cut to a `square`."""
    if len(raw) > most_bytes:
        raise PictureCannotBeRead("too_big")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(raw), formats=KINDS)
            if image.width * image.height > MOST_PIXELS:
                raise PictureCannotBeRead("too_many_pixels")
            image = _upright(image).convert("RGBA")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise PictureCannotBeRead("too_many_pixels") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            raise PictureCannotBeRead("not_a_picture") from None
    if square:
        image = _squared(image)
    image.thumbnail((longest, longest))
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    content = out.getvalue()
    return Picture(content=content, sha256=hashlib.sha256(content).hexdigest(), width=image.width, height=image.height)


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held. Notes of a camera that cannot be read are no reason to refuse the picture."""
    try:
        return ImageOps.exif_transpose(image)
    except (ValueError, SyntaxError, TypeError, KeyError, IndexError, ZeroDivisionError, struct.error):
        return image


def _squared(image: Image.Image) -> Image.Image:
    """The middle; of a tall picture a little above it, where faces are."""
    side = min(image.width, image.height)
    left, top = (image.width - side) // 2, (image.height - side) // 4
    cut = image.crop((left, top, left + side, top + side))
    cut.thumbnail((LONGEST_FACE, LONGEST_FACE))
    return cut
