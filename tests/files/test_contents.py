"""What a file is follows from what it holds; what would do harm is not taken."""

from __future__ import annotations

import io
import lzma
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from backend.files import archives, pictures
from backend.files.inspecting import Found, inspect
from backend.files.kinds import BY_END, TABLE, way_of
from domain.kernel import Rejection
from tests.files import samples
from tests.files.samples import archive, nested, photograph, picture, png_of


def look(content: bytes, name: str, claimed: str = "") -> Found:
    return inspect(io.BytesIO(content), name, claimed, Path("/tmp"))


@pytest.mark.parametrize(("name", "content", "kind"), samples.TAKEN, ids=lambda value: str(value)[:12])
def test_the_kind_follows_from_the_content(name: str, content: bytes, kind: str) -> None:
    assert look(content, name).media_type == kind


@pytest.mark.parametrize(("name", "content"), samples.NOT_TAKEN, ids=lambda value: str(value)[:12])
def test_programs_are_not_taken_whatever_they_are_called(name: str, content: bytes) -> None:
    with pytest.raises(Rejection, match=r"file\.not-taken"):
        look(content, name)


def test_what_may_hold_a_script_is_never_shown() -> None:
    for kind in ("text/html", "image/svg+xml", "application/xml", "application/octet-stream", "nonsense/x"):
        assert way_of(kind) == "save"
    assert way_of("image/png") == way_of("application/pdf") == "show"
    assert len(BY_END) == sum(len(kind.ends.split()) for kind in TABLE), "an end is of one kind"


def test_a_container_may_be_said_to_hold_sound_alone() -> None:
    assert look(samples.WEBM, "a.webm", "audio/webm").media_type == "audio/webm"
    assert look(samples.WEBM, "a.webm", "text/html").media_type == "video/webm"
    assert look(picture("PNG"), "a.png", "audio/webm").media_type == "image/png"


class TestArchives:
    def test_one_that_grows_too_much(self) -> None:
        zeros = bytes(archives.RATIO_MATTERS + 1)
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(archive(("0", zeros)), "a.zip")
        assert look(archive(("0", zeros[: 1 << 20])), "a.zip").media_type == "application/zip"

    def test_one_that_says_more_than_there_can_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MOST_EXPANDED", 10_000)
        monkeypatch.setattr(archives, "MOST_TIMES", 1)
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(archive(("a", b"xy" * 4000), ("b", b"yz" * 4000)), "a.zip")

    def test_one_with_too_many_entries(self) -> None:
        many = archive(*((str(n), b"") for n in range(archives.MOST_ENTRIES + 1)))
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(many, "a.zip")

    def test_entries_within_archives_count_together(self) -> None:
        inner = archive(*((str(n), b"") for n in range(4000)), packed=zipfile.ZIP_STORED)
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(archive(*((f"{n}.zip", inner) for n in range(3))), "a.zip")

    def test_one_whose_list_of_entries_would_fill_the_memory(self) -> None:
        content = bytearray(archive(("a", b"x")))
        at = content.rfind(b"PK\x05\x06")
        content[at + 12 : at + 16] = (archives.MOST_DIRECTORY + 1).to_bytes(4, "little")
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(bytes(content), "a.zip")

    def test_archives_within_archives(self) -> None:
        assert look(nested(archives.DEEPEST + 1), "a.zip").media_type == "application/zip"
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(nested(archives.DEEPEST + 2), "a.zip")

    def test_entries_that_share_their_bytes(self) -> None:
        content = bytearray(archive(("a", b"x" * 100), ("b", b"x" * 100), packed=zipfile.ZIP_STORED))
        second = content.rfind(b"PK\x01\x02")
        content[second + 42 : second + 46] = (0).to_bytes(4, "little")
        with pytest.raises(Rejection, match=r"file\.grows"):
            look(bytes(content), "a.zip")

    def test_a_locked_or_damaged_one_is_no_matter(self) -> None:
        content = bytearray(archive(("mimetype", b"application/epub+zip")))
        for at in (content.find(b"PK\x03\x04") + 6, content.rfind(b"PK\x01\x02") + 8):
            content[at] |= 1
        assert look(bytes(content), "a.zip").media_type == "application/octet-stream"
        damaged = archive(("a.zip", archive(("x", b"x" * 1000)))).replace(b"PK\x03\x04", b"PK\x03\x05", 1)
        assert look(b"PK\x03\x04" + damaged[4:], "a.zip").media_type in (
            "application/zip",
            "application/octet-stream",
        )


class TestPictures:
    def test_it_is_measured_as_it_is_seen(self) -> None:
        for turned, size in ((1, (300, 200)), (3, (300, 200)), (6, (200, 300)), (8, (200, 300))):
            found = look(photograph((300, 200), turned), "a.jpg")
            assert (found.width, found.height) == size
            assert found.thumbnail is not None
            assert Image.open(io.BytesIO(found.thumbnail)).size == size

    @pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (5000, 10), (479, 480), (1, 1)])
    def test_the_small_one_is_at_most_480_pixels_each_way(self, size: tuple[int, int]) -> None:
        found = look(picture("JPEG", size), "a.jpg")
        assert found.thumbnail is not None
        small = Image.open(io.BytesIO(found.thumbnail))
        assert small.format == "WEBP"
        assert max(small.size) == min(480, max(size))
        assert abs(small.width * size[1] - small.height * size[0]) <= max(size) * 2

    def test_the_small_one_says_nothing_of_where_it_was_taken(self) -> None:
        content = photograph((3000, 2000), 6)
        assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
        thumbnail = look(content, "a.jpg").thumbnail
        assert thumbnail is not None
        assert not Image.open(io.BytesIO(thumbnail)).getexif()
        assert b"Exif" not in thumbnail
        assert b"EXIF" not in thumbnail
        assert b"XMP" not in thumbnail

    def test_what_can_be_seen_through_stays_so(self) -> None:
        written = io.BytesIO()
        Image.new("RGBA", (600, 600), (0, 0, 0, 0)).save(written, "PNG")
        thumbnail = look(written.getvalue(), "a.png").thumbnail
        assert thumbnail is not None
        assert Image.open(io.BytesIO(thumbnail)).mode == "RGBA"

    @pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
    @pytest.mark.parametrize("size", [(60_000, 60_000), (20_000, 5_001), (2**31 - 1, 1)])
    def test_a_bomb_is_refused_without_being_decoded(self, size: tuple[int, int]) -> None:
        with pytest.raises(Rejection, match=r"file\.too-many-pixels"):
            look(png_of(*size), "a.png")

    def test_a_large_one_is_made_small_only_if_it_is_decoded_small(self) -> None:
        found = look(png_of(9_000, 9_000), "a.png")
        assert (found.width, found.height, found.thumbnail) == (9_000, 9_000, None)
        assert pictures.MOST_DECODED < 9_000 * 9_000

    def test_a_damaged_one_is_kept_without_a_small_one(self) -> None:
        found = look(picture("PNG", (800, 600))[:200], "a.png")
        assert (found.media_type, found.width, found.thumbnail) == ("image/png", 800, None)

    def test_of_one_that_moves_the_first_is_shown(self) -> None:
        written = io.BytesIO()
        frames = [Image.new("RGB", (50, 50), (n, 0, 0)) for n in (0, 200)]
        frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
        found = look(written.getvalue(), "a.gif")
        assert found.thumbnail is not None
        assert getattr(Image.open(io.BytesIO(found.thumbnail)), "n_frames", 1) == 1


def test_a_damaged_archive_is_no_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", b"congvu" * 500)
    broken = bytearray(packed.getvalue())
    broken[50:70] = b"\xff" * 20
    with zipfile.ZipFile(io.BytesIO(broken)) as archive, pytest.raises(lzma.LZMAError):
        archive.read("a.txt")
    assert look(bytes(broken), "a.zip").media_type == "application/octet-stream"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_said_of_a_picture_may_be_damaged(kind: str) -> None:
    written = io.BytesIO()
    Image.new("RGB", (40, 20)).save(written, kind, exif=b"II*\0")
    found = look(written.getvalue(), f"a.{kind.lower()}")
    assert (found.width, found.height) == (40, 20)
