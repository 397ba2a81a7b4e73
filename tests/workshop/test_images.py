"""Uploaded pictures: turned upright, cut to a square where a face is shown, and nothing but pixels kept."""

import io

import pytest
from PIL import Image

from obrady.workshop.images import LONGEST_FACE, LONGEST_SIDE, PictureCannotBeRead, read_picture

TURNED = 0x0112


def photo(size: tuple[int, int], *, turned: int = 1) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0], size[1] // 8))
    notes = image.getexif()
    notes[TURNED] = turned
    out = io.BytesIO()
    image.save(out, format="JPEG", exif=notes)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_picture_that_lay_on_its_side_stands_upright() -> None:
    picture = read_picture(photo((400, 200), turned=6))
    assert (picture.width, picture.height) == (200, 400)


@pytest.mark.parametrize("size", [(300, 900), (900, 300), (300, 300)])
def test_a_face_is_cut_to_a_square(size: tuple[int, int]) -> None:
    picture = read_picture(photo(size), square=True)
    assert (picture.width, picture.height) == (300, 300)


def test_of_a_tall_picture_the_upper_part_stays() -> None:
    """An eighth of 800 is red at the top; a quarter of what is too much goes there, so none of it stays."""
    picture = opened(read_picture(photo((400, 800)), square=True).content)
    assert picture.getpixel((200, 10))[1] > 200
    assert opened(read_picture(photo((400, 440)), square=True).content).getpixel((200, 5))[1] < 60


def test_sides_have_limits() -> None:
    assert read_picture(photo((3000, 3000)), square=True).width == LONGEST_FACE
    assert read_picture(photo((3000, 1000))).width == LONGEST_SIDE


def test_notes_of_the_camera_do_not_stay() -> None:
    assert not opened(read_picture(photo((200, 200), turned=3)).content).getexif()


@pytest.mark.parametrize("cut", [20, 60, 200])
def test_a_torn_file_is_refused_in_a_word(cut: int) -> None:
    with pytest.raises(PictureCannotBeRead):
        read_picture(photo((400, 400))[:cut])
