"""E-books, OpenDocument texts, messages and rich text for the tests, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="O/book.opf"/></rootfiles></container>'
)
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("meta", "meta"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def archive(parts: Mapping[str, str | bytes], kind: str = "", *, packed: bool = True) -> bytes:
    """A ZIP archive; its first file is "mimetype" with ``kind``, if there is one."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as file:
        if kind:
            file.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method, compresslevel=1)
    return out.getvalue()


def package(pages: Sequence[str], more: str = "", said: str = "") -> str:
    """The package of a book with these pages in its spine."""
    items = "".join(
        f'<item id="i{n}" href="{page}" media-type="application/xhtml+xml"/>'
        for n, page in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<package xmlns="http://www.idpf.org/2007/opf"><metadata {dc}>{said}</metadata>'
        f"<manifest>{items}{more}</manifest><spine>{spine}</spine></package>"
    )


def book(
    pages: Mapping[str, str],
    *,
    said: str = "<dc:title>The Salt Road</dc:title>",
    more: str = "",
    others: Mapping[str, str | bytes] | None = None,
    packed: bool = True,
) -> bytes:
    """An EPUB. ``pages`` has the content of each page's body by its address."""
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "O/book.opf": package(list(pages), more, said),
        **{f"O/{name}": f"<html><body>{inside}</body></html>" for name, inside in pages.items()},
        **(others or {}),
    }
    return archive(parts, "application/epub+zip", packed=packed)


def open_text(
    inside: str, *, meta: str = "", head: str = "", styles: str = "", packed: bool = True
) -> bytes:
    """An OpenDocument text with the content ``inside``; ``styles`` are its page styles."""
    content = (
        f"<office:document-content {SPACES}>{head}<office:body><office:text>{inside}"
        "</office:text></office:body></office:document-content>"
    )
    about = (
        f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    pages = (
        f"<office:document-styles {SPACES}><office:master-styles>{styles}</office:master-styles>"
        "</office:document-styles>"
    )
    parts = {"content.xml": content, "meta.xml": about, "styles.xml": pages}
    return archive(parts, kind, packed=packed)


def message(
    *parts: tuple[str, str],
    kind: str = "multipart/alternative",
    subject: str = "Ferry full",
    sender: str = "Mei Lin <mei@orlund.example>",
    more: str = "Message-ID: <one@orlund.example>",
) -> bytes:
    """A message of several parts. Each part is its content type (further header fields may follow
    it) and its content."""
    inside = "".join(f"--edge\nContent-Type: {type_}\n\n{content}\n" for type_, content in parts)
    return (
        f"From: {sender}\nTo: Bo <bo@vessby.example>\nSubject: {subject}\n"
        f"Date: Tue, 3 Feb 2026 21:37:00 +0100\nMIME-Version: 1.0\n{more}\n"
        f'Content-Type: {kind}; boundary="edge"\n\n{inside}--edge--\n'
    ).encode()


def saved_page(page: str, *, address: str = "https://quay.example/ferry") -> bytes:
    """A web page with a picture, in one file as Chrome saves it."""
    return (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {address}\nSubject: Ferry\n"
        "Date: Tue, 3 Feb 2026 21:37:00 +0100\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="edge"\n\n'
        f"--edge\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n"
        f"Content-Location: {address}\n\n{page}\n"
        "--edge\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        "Content-Location: https://quay.example/a.png\n\niVBORw0KGgo=\n--edge--\n"
    ).encode()


def rich(inside: str, head: str = "") -> bytes:
    """An RTF document."""
    fonts = (
        r"{\fonttbl{\f0\froman\fcharset0 Tidal;}{\f1\fcharset204 Tidal;}{\f2\fcharset128 Tidal;}}"
    )
    styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 heading 2;}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{styles}{head}{inside}}}".encode("cp1252")
