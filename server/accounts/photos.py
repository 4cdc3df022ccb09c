"""Makes one small square WebP of any picture; refuses bombs, liars and what else is in the file."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field

from PIL import Image, ImageCms, ImageOps

from server.core.errors import Invalid

LARGEST_BYTES = 5 * 1024 * 1024
_MOST_PIXELS = 40_000_000  # a 40-megapixel camera; 160 MB while it is being decoded
_TOO_MANY_PIXELS = "The picture has more than 40 million pixels. Please make it smaller."
_SIDE = 512
_QUALITY = 82
_FORMATS = {
    "JPEG": ("image/jpeg", "image/jpg", "image/pjpeg"),
    "PNG": ("image/png", "image/apng"),
    "WEBP": ("image/webp",),
    "GIF": ("image/gif",),
    "AVIF": ("image/avif",),
}
_UNSAID = {"", "application/octet-stream", "image/*"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A WebP of 512 by 512, named by its content."""

    name: str
    content: bytes = field(repr=False)


def make_photo(raw: bytes, *, said_type: str) -> Photo:
    """The photo in `raw`; slow, so call it in a thread. Raises: Invalid in the user's words."""
    if len(raw) > LARGEST_BYTES:
        raise _no(f"The picture is larger than {LARGEST_BYTES // 1024 // 1024} MB.")
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(_FORMATS)) as picture:
            _check_type(picture.format or "", said_type)
            _check_size(picture.size)
            content = _encoded(_square(picture))
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _no(_TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - decoders raise anything at all on broken input
        raise _no(
            "This is not a picture that can be read. JPEG, PNG, WebP, GIF and AVIF can."
        ) from None
    return Photo(hashlib.sha256(content).hexdigest(), content)


def _check_type(actual: str, said_type: str) -> None:
    said = said_type.partition(";")[0].strip().lower()
    if said not in _UNSAID and said not in _FORMATS[actual]:
        raise _no(f"The file says that it is {said}, but it is a {actual} picture.")


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > _MOST_PIXELS:
        raise _no(_TOO_MANY_PIXELS)


def _square(picture: Image.Image) -> Image.Image:
    # A JPEG decodes straight to a smaller size: a fraction of the time and memory.
    picture.draft("RGB", (_SIDE * 2, _SIDE * 2))
    upright = ImageOps.exif_transpose(picture)
    colours = _srgb(upright)
    return ImageOps.fit(colours, (_SIDE, _SIDE), Image.Resampling.LANCZOS)


def _srgb(picture: Image.Image) -> Image.Image:
    """Flat sRGB on white: the profile goes with the metadata, so its colours are converted now."""
    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(layered, mask=layered.getchannel("A"))
    elif profile and picture.mode in {"RGB", "CMYK"}:
        flat = picture
    else:
        flat = picture.convert("RGB")
    return _converted(flat, profile).convert("RGB") if profile else flat


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile costs its colours, not the photo
    return made or picture


def _encoded(picture: Image.Image) -> bytes:
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())  # pixels only, no metadata
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"photo": sentence})
