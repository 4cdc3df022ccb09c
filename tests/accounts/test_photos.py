"""What becomes of a picture somebody sends."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from server.accounts.photos import make_photo
from server.core.errors import Invalid

Colour = tuple[int, int, int]
RED, BLUE = (220, 20, 20), (20, 20, 220)


def picture(kind: str, *, size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_near(pixel: Any, colour: Colour) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("AVIF", "image/avif"),
        ("JPEG", "application/octet-stream"),
        ("PNG", ""),
    ],
)
def test_every_usual_kind_becomes_a_square_webp(kind: str, said: str) -> None:
    photo = make_photo(picture(kind), said_type=said)
    image = opened(photo.content)
    assert (image.format, image.size) == ("WEBP", (512, 512))
    assert is_near(image.getpixel((20, 256)), RED)
    assert is_near(image.getpixel((490, 256)), BLUE)


def test_the_same_picture_has_the_same_name() -> None:
    assert (
        make_photo(picture("PNG"), said_type="").name
        == make_photo(picture("PNG"), said_type="").name
    )


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held turned to the right
    image = opened(make_photo(picture("JPEG", exif=exif), said_type="image/jpeg").content)
    assert is_near(image.getpixel((256, 20)), RED)
    assert is_near(image.getpixel((256, 490)), BLUE)


def test_place_camera_and_comments_are_left_out() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home, 37.97N 23.72E"
    raw = picture("JPEG", exif=exif, comment=b"a private note")
    photo = make_photo(raw, said_type="image/jpeg")
    image = opened(photo.content)
    assert not image.getexif()
    assert b"37.97N" not in photo.content
    assert b"private note" not in photo.content


def test_colours_of_another_profile_are_converted() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = opened(make_photo(picture("PNG", icc_profile=profile), said_type="").content)
    assert "icc_profile" not in image.info
    assert is_near(image.getpixel((20, 256)), RED)


def test_a_broken_colour_profile_does_not_cost_the_photo() -> None:
    assert make_photo(picture("PNG", icc_profile=b"rubbish" * 40), said_type="").content


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    image = opened(make_photo(out.getvalue(), said_type="image/png").content)
    assert image.getpixel((256, 256)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_grey_palette_and_print_pictures_are_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (64, 64)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(make_photo(out.getvalue(), said_type="").content).mode == "RGB"


def test_a_file_that_lies_about_its_kind_is_refused_in_clear_words() -> None:
    with pytest.raises(Invalid, match="says that it is image/png, but it is a JPEG"):
        make_photo(picture("JPEG"), said_type="image/png")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        picture("PNG")[:200],
        picture("JPEG")[:300],
        picture("TIFF"),
        b"GIF89a" + b"\xff" * 40,
    ],
)
def test_what_is_no_readable_picture_is_refused_in_clear_words(raw: bytes) -> None:
    with pytest.raises(Invalid, match="not a picture that can be read"):
        make_photo(raw, said_type="")


@pytest.mark.parametrize("side", [6400, 9600, 30000])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    raw = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    with pytest.raises(Invalid, match="40 million"):
        make_photo(raw, said_type="image/png")


def test_a_file_of_more_than_five_megabytes_is_refused() -> None:
    with pytest.raises(Invalid, match="5 MB"):
        make_photo(bytes(5 * 1024 * 1024 + 1), said_type="")
