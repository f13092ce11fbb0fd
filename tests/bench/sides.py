"""A page read by Pincite and by plain trafilatura, and how well either did."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pincite.corpus.article import Span
from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.metadata.authors import author_of
from pincite.corpus.parsing.pool import shared_pool
from pincite.corpus.parsing.request import Request
from tests.bench.gold import Expected, states

LOW = 0.80  # of an article's words or pieces: a page that is read badly
LOSS = 0.10  # of what trafilatura finds: a loss that the receipt must name
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_QUOTES = str.maketrans("‘’‚‛“”„«»‐‑–—−", '\'\'\'\'"""""-----')


@dataclass(frozen=True, slots=True)
class Read:
    """What one side made of a page. ``text`` is all that is kept, ``citable`` what may be cited:
    the body and the headings within it; ``searched`` these, the title's own line and header rows,
    which they are searched and shown under; ``missing`` what the receipt says, ``refused`` why
    there is no article."""

    citable: str = ""
    searched: str = ""
    text: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    missing: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A page, read by both sides. ``stated`` says whether the expected day is on the page."""

    page: Expected
    ours: Read
    plain: Read
    stated: bool = False

    def kept(self, side: Callable[[Row], Read], *, text: bool = False) -> float | None:
        """The share of the article's words or wanted pieces that are kept, None where none are
        known."""
        read = side(self)
        held = read.text if text else read.citable
        if self.page.words:
            return share(self.page.words, held)
        pieces = self.page.wanted
        return count_in(held, pieces) / len(pieces) if pieces else None

    @property
    def lost(self) -> float:
        """The share of plain trafilatura's words that are not in our text."""
        return 1 - share(self.plain.text, self.ours.text) if self.plain.text else 0.0

    @property
    def silent(self) -> bool:
        """Whether more is lost than may be without a word on the receipt."""
        return self.lost > LOSS and not self.ours.missing and not self.ours.refused


def ours(row: Row) -> Read:
    """Pincite's side."""
    return row.ours


def plain(row: Row) -> Read:
    """Plain trafilatura's side."""
    return row.plain


def words_of(text: str) -> Counter[str]:
    """The words of a text and how often each stands there; a wide character is one."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def share(wanted: str, held: str) -> float:
    """The share of the words of ``wanted`` that ``held`` has as often."""
    words = words_of(wanted)
    return (words & words_of(held)).total() / max(words.total(), 1)


def same_title(one: str, other: str) -> bool:
    """Whether two titles have the same words, whatever their case and punctuation."""
    return _words(one) == _words(other)


def same_author(names: Sequence[str], author: str) -> bool:
    """Whether an author's line holds these names and no other words."""
    given = [part for part in re.split(r"[;,]| and | und | & ", author) if part.strip()]
    return sorted(map(_plain_title, names)) == sorted(map(_plain_title, given))


def count_in(text: str, pieces: Sequence[str]) -> int:
    """How many of the pieces stand in the text, white space and what nobody sees (soft hyphens,
    blanks of no width) apart, and whether letters with marks are written as one character or as
    two."""
    text = _spaced(text)
    return sum(_spaced(piece) in text for piece in pieces)


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN).split())


def measure(page: Expected) -> Row:
    """Both sides' reading of a page."""
    data = page.path.read_bytes()
    stated = bool(page.date) and states(page)
    return Row(page, _pincite(data), _trafilatura(data), stated)


def _pincite(data: bytes) -> Read:
    try:
        drafts = shared_pool().drafts(Request("page.html"), data)
    except ReadError as error:
        return Read(refused=str(error))
    draft = next((each for each in drafts if isinstance(each, Draft)), None)
    if draft is None:
        return Read(refused="no article")
    author, date = draft.author or "", (draft.published or "")[:10]
    return Read(
        citable(draft), searched(draft), draft.text, draft.title, author, date, draft.missing
    )


def citable(draft: Draft) -> str:
    """The body of a draft and the headings within it, in the order of the text."""
    return _joined(draft, {*draft.body, *draft.article("", "").headings})


def searched(draft: Draft) -> str:
    """The body of a draft and all that it stands under, in the order of the text."""
    above = {span for section in draft.sections for span in (*section.context, *section.header)}
    return _joined(draft, {*draft.body, *above})


def _joined(draft: Draft, spans: set[Span]) -> str:
    return "\n".join(span.of(draft.text) for span in sorted(spans))


def _trafilatura(data: bytes) -> Read:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(data, with_metadata=True, include_comments=False)
    except Exception as error:  # noqa: BLE001 - theirs is measured, whatever becomes of it
        return Read(refused=type(error).__name__)
    if document is None:
        return Read(refused="no article")
    text = document.text or ""
    authors = author_of((document.author or "").split("; ")) or ""
    return Read(text, text, text, document.title or "", authors, document.date or "")


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", _plain_title(title))


def _plain_title(title: str) -> str:
    title = unicodedata.normalize("NFKC", title).replace("\u00ad", "").translate(_QUOTES)
    return " ".join(title.split()).casefold()
