"""Pictures: how large they are, and a small one of each that tells nothing of where it was taken."""

from __future__ import annotations

import io
import warnings
from typing import IO, NamedTuple

from PIL import Image, ImageOps

from domain.kernel import Rejection

MOST_PIXELS = 100_000_000
"""Above, a picture is taken for a bomb: a few bytes that fill the memory of whoever shows them."""
MOST_DECODED = 40_000_000
"""Above, a small one is made only of what is decoded small (JPEG)."""
LARGEST_SIDE = 480
QUALITY = 75
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
ORIENTATION, LYING = 0x0112, (5, 6, 7, 8)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# Pillow warns above its maximum, and refuses twice as many.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
Image.init()


class Picture(NamedTuple):
    """Pixels as they are seen, and the small picture in WebP, if one could be made."""

    width: int
    height: int
    thumbnail: bytes | None


def look_at(file: IO[bytes]) -> Picture | None:
    """A picture; None if it cannot be read as one. Raises Rejection (`file.too-many-pixels`) for a bomb."""
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Rejection("file.too-many-pixels", most=MOST_PIXELS // 1_000_000)
            if _lies(image):
                width, height = height, width
            return Picture(width, height, _thumbnail(image))
    except Image.DecompressionBombError:
        raise Rejection("file.too-many-pixels", most=MOST_PIXELS // 1_000_000) from None
    except (OSError, ValueError, SyntaxError):
        return None


def _lies(image: Image.Image) -> bool:
    """Whether it is seen turned on its side; what may stand behind all pixels of a PNG is not looked for."""
    known = "exif" in image.info or image.format == "TIFF"
    try:
        return known and image.getexif().get(ORIENTATION) in LYING
    except Exception:  # what is said about a picture may be damaged in more ways than the picture
        return False


def _thumbnail(image: Image.Image) -> bytes | None:
    try:
        return _small(image)
    except Exception:  # decoders stumble in many ways over damaged pictures, which are kept as they are
        return None


def _small(image: Image.Image) -> bytes | None:
    """The picture upright, at most LARGEST_SIDE pixels each way, without anything that was said about it."""
    image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    if image.width * image.height > MOST_DECODED:
        return None
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.info.clear()
    written = io.BytesIO()
    plain.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
