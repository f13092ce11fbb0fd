"""Finds what the writer of a message wrote: separates quoted replies, the header fields of
forwarded messages and signatures by the marks that mail programs set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from pincite.corpus.article import Span

_QUOTED: Final = re.compile(r"\s{0,3}>")
_INTRODUCED: Final = re.compile(
    r"(?:on|le|am|el|il|op|em|den)\b.{4,200}"
    r"(?:wrote|a écrit|schrieb.{0,80}|escribió|ha scritto|schreef.{0,80}|escreveu|skrev.{0,80}) ?:",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(
    r"-{2,}\s*(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine"
    r"|mensaje original|messaggio originale)\s*-{2,}",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(
    r"(?:-{2,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht)[^-]{0,60}-{2,}"
    r"|begin forwarded message:)",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(
    r"[>\s*]{0,4}(?:from|to|cc|date|sent|subject|reply-to|von|an|datum|gesendet|betreff|de|à|objet"
    r"|envoyé|para|fecha|asunto|enviado|da|a|data|oggetto|inviato)\s?:\*?\s.{0,500}",
    re.IGNORECASE,
)
_SIGNATURE: Final = "-- "
_MAX_SIGNATURE: Final = 10  # lines
_REPLY_CLASSES: Final = frozenset(("gmail_quote", "moz-cite-prefix", "yahoo_quoted"))


def is_quoted(line: str) -> bool:
    """Whether a line is quoted from another message, or announces the quoted message."""
    return bool(_QUOTED.match(line)) or is_original(line.strip())


def is_original(words: str) -> bool:
    """Whether a line announces the original message below it."""
    return words[:2] == "--" and bool(_ORIGINAL.fullmatch(words))


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a message, each with whether it belongs to the writer or to the forwarded
    text."""
    lines = text.split("\n")
    signature = _signature(lines)
    original = fields = False
    for n, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        original = original or is_original(words)
        forwarded = words[0] in "-bB" and bool(_FORWARDED.fullmatch(words))
        fields = forwarded or (fields and bool(_FIELD.fullmatch(line)))
        own = not (original or fields or is_quoted(line) or n >= signature)
        yield words, own and not _introduces(words, lines, n)


def _introduces(words: str, lines: list[str], n: int) -> bool:
    """Whether a line names the writer of the quotation below it."""
    if words[-1] not in ":：" or not _INTRODUCED.fullmatch(words):
        return False
    return is_quoted(next((each for each in lines[n + 1 : n + 4] if each.strip()), ""))


def own_spans(text: str) -> tuple[Span, ...]:
    """The lines of a text that belong to the writer or to the forwarded text."""
    spans: list[Span] = []
    start, joined = 0, False
    lines = lines_of(text)
    for raw in text.split("\n"):
        if raw.strip():
            _, own = next(lines)
            begin = start + len(raw) - len(raw.lstrip())
            end = start + len(raw.rstrip())
            if own:
                spans.append(Span(spans.pop().start if joined else begin, end))
            joined = own
        start += len(raw) + 1
    return tuple(spans)


def _signature(lines: list[str]) -> int:
    """The index of the line where a short signature begins, or the number of lines."""
    for n in range(len(lines) - 1, max(-1, len(lines) - _MAX_SIGNATURE - 2), -1):
        if lines[n] == _SIGNATURE:
            return n
    return len(lines)


def without_reply(page: str) -> tuple[str, str]:
    """A page without the message that it quotes, and that message. The whole page and "" if it
    quotes none, forwards it, or has no words of its own."""
    finder = _Finder()
    finder.feed(page[: page.rfind(">") + 1])  # no tag ends after it
    finder.close()
    if finder.place is None or not finder.words:
        return page, ""
    line, column = finder.place
    start = 0
    for _ in range(line - 1):
        start = page.index("\n", start) + 1
    at = start + column
    quoted = page[at:]
    if _FORWARDED.search(re.sub(r"<[^<>]{0,500}>|\s+", " ", quoted[:2000])):
        return page, ""
    return page[:at], quoted


class _Finder(HTMLParser):
    """Finds where the quoted message begins, and whether there are words before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.place: tuple[int, int] | None = None
        self.words = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("head", "style", "script"):
            self._hidden += 1
        said = dict(attrs)
        classes = set((said.get("class") or "").split())
        cited = tag == "blockquote" and said.get("type") == "cite"
        if self.place is None and (cited or classes & _REPLY_CLASSES):
            self.place = self.getpos()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "style", "script"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if self.place is None and not self._hidden:
            self.words = self.words or any(c.isalnum() for c in data)
