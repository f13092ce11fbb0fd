"""Reads Markdown as plain text: one paragraph per block, without markup, with the body marked.

Emphasis, link targets, images and the markup of HTML within the text are dropped. Headings and the
header rows of tables stay in the text but outside the body, and become the context of what follows.
Each list item and table row is one line, without bullet or border.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pincite.corpus.draft import Draft, Fault, first_of, one_line, stem_title, web_url, wide
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.decode import decode_words
from pincite.corpus.formats.shared.fragment import add_fragment
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.metadata.dates import written_date
from pincite.corpus.metadata.language import language_code

MAX_NESTING: Final = 100
_FRONT_MATTER_LINES: Final = 100
_PAIR: Final = re.compile(r"([A-Za-z_][\w -]{0,40}):(?:[ \t]+(.*))?")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)")
_LISTS: Final = tuple(
    f"{name}_{end}"
    for name in ("bullet_list", "ordered_list", "table")
    for end in ("open", "close")
)


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """One article, titled by its front matter, else by its first ``#`` heading, else by the file's
    name.

    Front matter may also give ``date`` (or ``published``), ``author`` (``authors``, ``by``),
    ``lang`` (``language``) and ``url``. Raises ReadError if the bytes are not text, or if no text
    is left without the markup.
    """
    found = decode_words(data)
    source = found.text
    matter, start = front_matter(source)
    tokens = _parser().parse(source[start:])
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise ReadError(f"lists or quotes nested more than {MAX_NESTING} deep")
    sheet = _assembled(tokens)
    text, body = sheet.finish()
    return [
        Draft(
            text,
            one_line(matter.get("title", "")) or _heading(tokens) or stem_title(name),
            body,
            published=first_of(written_date, matter, ("date", "published")),
            url=web_url(matter.get("url")),
            author=first_of(_authors, matter, ("author", "authors", "by", "byline")),
            language=first_of(language_code, matter, ("lang", "language", "locale")),
            sections=sheet.sections,
            missing=found.missing,
        )
    ]


def front_matter(source: str) -> tuple[dict[str, str], int]:
    """The ``key: value`` lines between two ``---`` lines at the top, or the TOML between two
    ``+++`` lines, and the offset after them.

    Keys are in lower case and quotes around values are removed. The items of a list become lines;
    other nested values are ignored. Without front matter: an empty dict and 0.
    """
    lines = source.split("\n", _FRONT_MATTER_LINES)[:_FRONT_MATTER_LINES]
    if lines[0].rstrip() == "+++":
        return _toml_matter(lines, len(source))
    if lines[0].rstrip() != "---":
        return {}, 0
    end = next((i for i, s in enumerate(lines[1:], 1) if s.rstrip() in ("---", "...")), 0)
    matter: dict[str, str] = {}
    key = ""
    for line in lines[1:end]:
        if pair := _PAIR.fullmatch(line.rstrip()):
            key = pair[1].strip().lower()
            matter[key] = _unquoted(pair[2] or "")
        elif key and (item := _ITEM.fullmatch(line.rstrip())):
            matter[key] = f"{matter[key]}\n{_unquoted(item[1])}".lstrip("\n")
        else:
            key = ""
    if not matter:
        return {}, 0
    return matter, min(len(source), sum(len(line) + 1 for line in lines[: end + 1]))


def _toml_matter(lines: Sequence[str], most: int) -> tuple[dict[str, str], int]:
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), 0)
    try:
        given = tomllib.loads("\n".join(lines[1:end])) if end else {}
    except (ValueError, RecursionError):
        return {}, 0
    kept = {
        key.lower(): "\n".join(map(str, each if isinstance(each, list) else [each]))
        for key, each in given.items()
        if not isinstance(each, dict)
    }
    return kept, min(most, sum(len(line) + 1 for line in lines[: end + 1])) if kept else 0


def _authors(value: object) -> str | None:
    """The authors in a plain text, in a list in brackets, or in lines."""
    lines = value.split("\n") if isinstance(value, str) else []
    if len(lines) == 1 and lines[0].startswith("[") and lines[0].endswith("]"):
        lines = [_unquoted(name) for name in lines[0][1:-1].split(",")]
    return author_of(lines)


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        mark, value = value[0], value[1:-1]
        return value.replace('\\"', '"') if mark == '"' else value.replace("''", "'")
    return value


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    return parser.enable(["table", "strikethrough"])


def _heading(tokens: Sequence[Token]) -> str:
    """The first heading of level one, or a heading of any level at the start of the text."""
    for i, (opened, inline) in enumerate(pairwise(tokens)):
        if opened.type == "heading_open" and (opened.tag == "h1" or i == 0):
            return one_line(_plain(inline.children or ()))
    return ""


def _assembled(tokens: Sequence[Token]) -> Sheet:
    sheet, rows = Sheet(), list[list[str]]()
    depth, fresh = 0, True
    for opened, token in pairwise((Token("", "", 0), *tokens)):
        depth += token.nesting if token.type in _LISTS else 0
        fresh = fresh or not depth
        gap, before = "\n\n" if fresh else "\n", sheet.length
        words = _plain(token.children or ()) if token.type == "inline" else ""
        if token.type == "tr_open":
            rows.append([])
        elif opened.type in ("th_open", "td_open"):
            rows[-1].append(words)
        elif token.type == "table_close":
            sheet.table(rows[0], rows[1:], gap=gap)
            rows = []
        elif opened.type == "heading_open":
            sheet.heading(words, int(opened.tag[1:]), gap=gap)
        elif token.type in ("fence", "code_block"):
            sheet.add(token.content, body=True, gap=gap)
        elif token.type == "html_block":
            add_fragment(token.content, sheet)
        else:
            sheet.add(words, body=True, gap=gap)
        if sheet.length > before:
            fresh = not depth
    return sheet


def _plain(children: Sequence[Token]) -> str:
    """The words of a paragraph. A soft line break becomes a blank, but nothing between wide
    letters."""
    parts: list[str] = []
    soft = False
    for child in _unstruck(children):
        if child.type == "softbreak":
            soft = True
            continue
        piece = _words(child)
        if soft and piece and parts:
            parts.append("" if wide(parts[-1][-1:]) and wide(piece[0]) else " ")
        soft = soft and not piece
        if piece:
            parts.append(piece)
    lines = "".join(parts).split("\n")
    return "\n".join(" ".join(filter(None, re.split("[ \t]+", line))) for line in lines)


def _unstruck(children: Sequence[Token]) -> Sequence[Token]:
    """The parts of a paragraph without the struck ones, or all if there are no others."""
    kept, struck = [], 0
    for child in children:
        struck += child.nesting if child.type in ("s_open", "s_close") else 0
        if not struck:
            kept.append(child)
    return kept if any(map(str.strip, map(_words, kept))) else children


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    broken = token.type == "html_inline" and token.content.lower().startswith("<br")
    return "\n" if broken or token.type == "hardbreak" else ""
