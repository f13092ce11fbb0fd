"""Parses the page's HTML in tests into elements and text, and makes small articles to show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from pincite.corpus.article import Article, Span
from pincite.qa.types import Answer, Citation
from tests.support.fake_replies import answered, hit


@dataclass
class Page(HTMLParser):
    """The elements of a piece of HTML, and its text with the open tags around each part."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pieces: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("input", "option"):  # "input" has no end tag, "option" shows no text
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == "option" or self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.pieces.append((tuple(self._open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def text(self, inside: str = "", outside: str = "summary") -> str:
        """The text in ``inside`` elements, without the text in ``outside`` elements."""
        return "".join(
            data
            for path, data in self.pieces
            if (not inside or inside in path) and outside not in path
        )

    def shape(self) -> Counter[tuple[str, frozenset[str]]]:
        """How often each element with each set of attributes occurs, without paragraph gaps."""
        return Counter(
            (tag, frozenset(attrs)) for tag, attrs in self.elements if attrs.get("class") != "gap"
        )


def article_of(text: str, *body: Span, **fields: object) -> Article:
    """An article of ``text``. All of it is the body unless ``body`` is given."""
    spans = body or ((Span(0, len(text)),) if text else ())
    plain = Article("a", "A title", text, "/articles/a.txt", spans, "2026-03-05", None)
    return replace(plain, **fields)  # type: ignore[arg-type]


def found_in(source: Article, sentence: Span, answer: Span, question: str = "Q?") -> Answer:
    """An answer with two citations, the first with two further places. All have the same span."""
    place = Citation(source, sentence, answer, 1.0, 0.7)
    passage = hit(source, sentence.of(source.text), 1, None)
    return answered(question, replace(place, also=(place, place)), place, hits=(passage,))
