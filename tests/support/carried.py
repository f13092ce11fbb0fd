"""Citations for the tests of exports: hostile texts, and a citation with every field filled."""

from __future__ import annotations

from hypothesis import strategies as st

from pincite.corpus.article import Article, Span
from pincite.qa.types import Answer, Citation
from tests.support.payloads import XSS

_ODD = "aé中 \t\n\r\u2028{}\\\"'`~^%&#$_-–<>|[]()*!?@=+.,:;/\x00\x1b\u202e\u2066🐟"
HOSTILE = st.one_of(
    st.text(alphabet=_ODD, min_size=1, max_size=40),
    st.sampled_from((*XSS, "]]", "[[Note]]", "a { b", "} @misc{x,", "\\input{x}", "## x", "# $a$")),
)


def cited(
    quote: str = "It opened in May.",
    *,
    title: str = "The quay",
    author: str | None = "Ana Roe",
    url: str | None = "https://example.org/quay",
    source: str = "/articles/quay.html",
    published: str | None = "2026-03-05",
    pages: tuple[int, ...] = (),
    before: str = "Once. ",
    id_: str = "quay.html",
) -> Citation:
    """A citation of ``quote``, with a sentence before it and one after it."""
    text = f"{before}{quote} The end."
    span = Span(len(before), len(before) + len(quote))
    body = (Span(0, len(text)),)
    article = Article(
        id_, title, text, source, body, published, url, pages, author=author, language="en"
    )
    return Citation(article, span, span, 1.0, 0.9)


def answer_of(*citations: Citation, question: str = "When?") -> Answer:
    """An answer with these citations; without citations, nothing was found."""
    text = citations[0].text if citations else ""
    return Answer(question, text, 0.9 if citations else 0.0, citations, ())
