"""Files of many kinds, as small as they can be."""

from __future__ import annotations

import gzip
import io
import struct
import wave
import zipfile
import zlib
from typing import Any

from PIL import Image

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
EXE = b"MZ" + bytes(100)


def picture(form: str, size: tuple[int, int] = (20, 10), **options: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, form, **options)
    return written.getvalue()


def photograph(size: tuple[int, int], turned: int) -> bytes:
    """As a phone makes one: lying on its side, and it says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Máy ảnh của Lan"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 46.0, 32.1), 3: "E", 4: (106.0, 42.0, 7.5)})
    return picture("JPEG", size, exif=exif)


def png_of(width: int, height: int) -> bytes:
    """A picture that says that it has so many pixels, in a few bytes."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def archive(*entries: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed, compresslevel=9) as made:
        for name, content in entries:
            made.writestr(name, content)
    return written.getvalue()


def nested(levels: int) -> bytes:
    """An archive within an archive within …"""
    content = b"trong cung"
    for _ in range(levels):
        content = archive(("trong.zip", content))
    return content


def office(folder: str) -> bytes:
    return archive(("[Content_Types].xml", b"<Types/>"), (f"{folder}/main.xml", b"<x/>"))


def sound() -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(1600))
    return written.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ANYTHING = "application/octet-stream"
FORMS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + bytes(99)

TAKEN: list[tuple[str, bytes, str]] = [
    *((f"a.{form.lower()}", picture(form), f"image/{form.lower()}") for form in FORMS),
    ("a.txt", picture("PNG"), "image/png"),
    ("a.jpg", b"no picture at all", "text/plain"),
    ("a.jpg", picture("JPEG")[:20], ANYTHING),
    ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF\n", "application/pdf"),
    ("a.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf"),
    ("a.rtf", b"{\\rtf1\\ansi x}", "application/rtf"),
    ("a.txt", "Kính gửi: Ủy ban".encode(), "text/plain"),
    ("a.csv", b"a,b\n1,2\n", "text/csv"),
    ("a.json", b'{"a": 1}', "application/json"),
    ("a", b"without an end", "text/plain"),
    ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
    ("a.png", b"\n <HTML><body>", "text/html"),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "image/svg+xml"),
    ("a.xml", b'<?xml version="1.0"?><svg/>', "image/svg+xml"),
    ("a.xml", b'<?xml version="1.0"?><a/>', "application/xml"),
    ("a.docx", office("word"), WORD),
    ("a.zip", office("xl"), EXCEL),
    ("a.docx", archive(("a.txt", b"x")), "application/zip"),
    ("a.odt", archive(("mimetype", ODT.encode()), ("content.xml", b"<x/>"), packed=0), ODT),
    ("a.zip", archive(), "application/zip"),
    ("a.zip", b"PK\x03\x04 and no archive", ANYTHING),
    ("a.doc", OLE, "application/msword"),
    ("a.pdf", OLE, ANYTHING),
    ("a.wav", sound(), "audio/wav"),
    ("a.mp3", b"ID3\x04\0\0\0\0\0\x10" + bytes(200), "audio/mpeg"),
    ("a.ogg", b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(50), "audio/ogg"),
    ("a.webm", WEBM, "video/webm"),
    ("a.m4a", b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + bytes(99), "audio/mp4"),
    ("a.mp4", b"\0\0\0\x18ftypiso5\0\0\x02\0iso5mp41" + bytes(99), "video/mp4"),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "image/heif"),
    ("a.gz", gzip.compress(b"x" * 100), "application/gzip"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(50), "application/x-7z-compressed"),
    ("a.dat", bytes(range(7, 250)) * 3, ANYTHING),
    ("a.csv", b"\xff\xfea\0b\0", ANYTHING),
]

NOT_TAKEN: list[tuple[str, bytes]] = [
    ("a.pdf", EXE),
    ("a.exe", b"only text"),
    ("a.jpg", b"\x7fELF\x02\x01\x01" + bytes(100)),
    ("a.bin", bytes.fromhex("cffaedfe") + bytes(100)),
    ("a.doc", bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60)),
    ("a.txt", b"#!/bin/sh\nrm -rf ~\n"),
    ("a.ps1", b"Get-Process"),
    ("a.hta", b"<html>"),
    ("a.msi", OLE),
    ("a.zip", archive(("META-INF/MANIFEST.MF", b"x"), ("A.class", b"x"))),
    ("a.docx", archive(("AndroidManifest.xml", b"x"), ("classes.dex", b"x"))),
    ("a.zip", archive(("b.zip", archive(("AndroidManifest.xml", b"x"))))),
]
