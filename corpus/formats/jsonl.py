"""JSON lines: one article an object a line, ``{"text": …, "title"?, "url"?, "published"?, "id"?,
"author"?, "language"?}``.

``date`` and the like may stand for ``published``, ``authors`` or ``byline`` for ``author``,
``lang`` for ``language``. A file that is a single object over several lines is one article as
well. A line that cannot be read is a Fault; the other lines are still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from corpus.authors import author_of
from corpus.boilerplate import body_spans
from corpus.dates import written_date
from corpus.errors import ReadError
from corpus.formats.damage import Damage, Decoded, lf, told
from corpus.formats.decode import decode_words
from corpus.formats.draft import Draft, Fault, first_of, one_line, stem_title, web_url
from corpus.formats.several import refuse_duplicate, shortened, with_keys
from corpus.formats.text import split_headline
from corpus.language import language_code

DATES: Final = tuple(
    "published date published_at datePublished pubDate publication_date date_publish".split()
)
AUTHORS: Final = ("author", "authors", "byline", "by", "creator")
LANGUAGES: Final = ("language", "lang")


def read(data: bytes, name: str) -> list[Draft | Fault]:
    """The articles and faults of the lines that are not blank, in their order.

    ``key`` is the object's "id" or else the number of its line. Of two lines with the same "url"
    or "id" the later one is a Fault; after MAX_FAULTS faults only their number is given. Raises
    ReadError where the bytes are no text, or one JSON array.
    """
    decoded = decode_words(data)
    damaged = _damaged(decoded)
    found: list[Draft | Fault] = []
    seen: dict[str, int] = {}
    for line, source in _objects(decoded.text):
        try:
            draft = _draft(_parsed(source), line, name)
            last = line + source.count("\n")
            damage = [each for n in range(line, last + 1) for each in damaged.get(n, ())]
            draft = replace(draft, missing=told(damage))
            refuse_duplicate(_named(draft), line, seen, "line")
            found.append(draft)
        except ReadError as error:
            found.append(Fault(line, str(error)))
    return shortened(with_keys(found, seen), "lines")


def _damaged(decoded: Decoded) -> dict[int, list[Damage]]:
    """The bytes that are no text, by their line."""
    lines: dict[int, list[Damage]] = {}
    line, start = 1, 0
    for each in decoded.damage:
        line += decoded.text.count("\n", start, each.at)
        start = each.at
        lines.setdefault(line, []).append(each)
    return lines


def _objects(text: str) -> Iterator[tuple[int, str]]:
    """Line numbers, from 1, and JSON texts."""
    if text.lstrip().startswith(("{\n", "[")) and (whole := _whole(text)) is not None:
        if isinstance(whole, list):
            raise ReadError("a JSON array; expected one object a line")
        yield 1 + text[: text.index("{")].count("\n"), text
        return
    for line, source in enumerate(text.split("\n"), 1):
        if source.strip():
            yield line, source


def _whole(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parsed(source: str) -> dict[str, object]:
    try:
        value = json.loads(source)
    except RecursionError:
        raise ReadError("JSON nested too deeply") from None
    except ValueError as error:
        raise ReadError(f"not JSON ({str(error).split(':')[0]})") from None
    if not isinstance(value, dict):
        raise ReadError('expected an object with a "text"')
    return value


def _draft(value: dict[str, object], line: int, name: str) -> Draft:
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError('no "text" in it')
    text, given = lf(text), value.get("title")
    headline, start = split_headline(text)
    title = one_line(given) if isinstance(given, str) else ""
    if title and title != headline:
        start = 0
    draft = Draft(
        text,
        title or headline or f"{stem_title(name)}, line {line}",
        body_spans(text, start),
        published=first_of(written_date, value, DATES),
        url=web_url(value.get("url")),
        key=_key(value.get("id")),
        line=line,
        author=first_of(author_of, value, AUTHORS),
        language=first_of(language_code, value, LANGUAGES),
    )
    _refuse_unstorable(draft)
    return draft


def _key(value: object) -> str | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return one_line(str(value)) or None
    return None


def _refuse_unstorable(draft: Draft) -> None:
    try:
        "".join((draft.text, draft.title, draft.key or "")).encode("utf-8")
    except UnicodeEncodeError:
        raise ReadError("half a surrogate pair in it, which is no character") from None
    if "\0" in draft.text:
        raise ReadError("a NUL character in its text")


def _named(draft: Draft) -> str | None:
    return f"url {draft.url}" if draft.url else f"id {draft.key}" if draft.key else None
