"""The values of answering: a candidate, a citation, an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import InputError
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.qa.json_values import (
    article_dict,
    article_of,
    articles_in,
    hit_dict,
    hit_of,
    scope_dict,
    scope_of,
    span_dict,
    span_of,
    text_dict,
)
from pincite.qa.notebook import answer_html, citation_html, shortened


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that a reader proposes: ``answer`` inside ``sentence``, both spans of the hit's
    article.

    ``score`` is comparable across passages and questions of one reader; higher is better.
    """

    hit: Hit
    sentence: Span
    answer: Span
    score: float


@dataclass(frozen=True, slots=True, repr=False)
class Citation:
    """A place in an article that states the answer.

    ``sentence`` is the cited sentence, or consecutive sentences, and ``answer`` the exact answer
    inside; both are spans in code points of ``article.text``. ``score`` is the reader's; higher is
    better. ``confidence``, in [0, 1], is the probability that this answer is right. ``also`` are
    further places that give the same answer, best first; their own ``also`` is empty. ``copies``
    are other articles with exactly the same text, so both spans are valid in each of them.
    """

    article: Article
    sentence: Span
    answer: Span
    score: float
    confidence: float = 0.0
    also: tuple[Citation, ...] = ()
    copies: tuple[Article, ...] = ()

    def __post_init__(self) -> None:
        if not self.sentence.contains(self.answer):
            raise ValueError(f"{self.article.id}: {self.answer} lies outside {self.sentence}")
        self.sentence.of(self.article.text)

    @property
    def quote(self) -> str:
        """The cited sentence: a slice of the article's text, so it cannot misquote."""
        return self.sentence.of(self.article.text)

    @property
    def text(self) -> str:
        """The exact answer: a slice of the quote."""
        return self.answer.of(self.article.text)

    @property
    def articles(self) -> int:
        """How many articles give this answer, this one included."""
        return len({self.article.id, *(place.article.id for place in self.also)})

    @property
    def content_hash(self) -> str:
        """SHA-256 of the article's text that the spans refer to."""
        return self.article.sha256

    def to_dict(self) -> dict[str, Any]:
        """This citation as plain values: its best place, ``articles`` (how many articles give this
        answer) and ``also`` (the further places). Each place has the quote and the exact answer,
        their spans, the page where the quote begins (None if the article has no pages), the
        article without its text, and ``sha256``, the hash of the text that the spans refer to."""
        also = [each._place() for each in self.also]
        return {**self._place(), "articles": self.articles, "also": also}

    def _place(self) -> dict[str, Any]:
        return {
            "quote": self.quote,
            "text": self.text,
            "score": round(self.score, 4),
            "confidence": round(self.confidence, 4),
            "sentence": span_dict(self.sentence),
            "answer": span_dict(self.answer),
            "page": self.article.page(self.sentence.start),
            "article": article_dict(self.article),
            "sha256": self.content_hash,
            "copies": [article_dict(copy) for copy in self.copies],
        }

    def __repr__(self) -> str:
        where = f"{self.article.id}, characters {self.sentence.start}-{self.sentence.end}"
        return f"<Citation {shortened(self.text, 60)}: {where}, confidence {self.confidence:.2f}>"

    def _repr_html_(self) -> str:
        """HTML for a notebook: the sentence with the answer in bold, and its place."""
        return citation_html(self)


@dataclass(frozen=True, slots=True)
class Dates:
    """A date in a question, as it was understood.

    ``words`` are the words as typed. ``since`` and ``until`` are the first and the last day, both
    included, in ISO 8601 ("--03-09" without a year); ``since`` is "" for all that was before a day,
    and both are "" if the question only asks for the ``newest``.
    """

    words: str
    since: str = ""
    until: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The answer to a question. If the articles do not answer it, this is an ordinary Answer with
    no citations.

    ``text`` is the first citation's answer, or "" if none was found. ``confidence``, in [0, 1], is
    the probability that it is right; if none was found, that of the best one. ``citations`` are the
    different answers, the surest of which reaches the threshold: the surest first, but the newest
    where reports of one figure differ or the line asks for the newest.
    ``hits`` are the nearest passages, also if nothing was found. ``missing`` are the words of the
    question that no article contains. ``scope`` says which articles were searched, and how many a
    filter left out.

    ``kind`` is the form of the line; "answer" is a plain question. ``asked`` are the questions that
    were searched for: the line itself, the line with its spelling corrected, or the questions in
    it. ``changes`` pairs each typed word with the word it was taken for. If the line holds two
    questions, ``parts`` are their answers, and ``citations`` are those of the parts, in order.
    ``suggestions`` are questions that the articles are known to answer. ``notes`` are sentences on
    the citations: how many there are, what differs, who says it. ``others`` are further forms that
    the line may have. ``dates`` is the date by which the citations were chosen. ``rivals`` are the
    citations that contradict each other, such as by another number: two or more, or none.
    ``resolved`` is the full question that a line of a conversation was taken for, or "" if it was
    taken as typed. The kind "which" asks what is meant; its suggestions are the choices.
    The kind "more" is what a conversation has left on its topic.
    """

    question: str
    text: str
    confidence: float
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    missing: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    kind: str = "answer"
    asked: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    parts: tuple[Answer, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    dates: Dates | None = None
    rivals: tuple[Citation, ...] = ()
    resolved: str = ""

    @property
    def found(self) -> bool:
        """Whether the articles answer the question."""
        return bool(self.citations)

    def __bool__(self) -> bool:
        """The same as ``found``, so that ``if answer(…):`` works."""
        return self.found

    def to_dict(self, *, texts: bool = False) -> dict[str, Any]:
        """This answer as plain values, as ``pincite ask --json`` prints it. Confidences and scores
        are rounded to four digits, the scores of hits to six. With ``texts``, the values include
        the texts of all articles named, so that ``from_dict`` can restore the Answer."""
        values = {
            "question": self.question,
            "kind": self.kind,
            "resolved": self.resolved,
            "asked": list(self.asked),
            "changes": [{"typed": typed, "taken": taken} for typed, taken in self.changes],
            "found": self.found,
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "citations": [citation.to_dict() for citation in self.citations],
            "parts": [part.to_dict() for part in self.parts],
            "others": list(self.others),
            "dates": self.dates and asdict(self.dates),
            "rivals": [n for n, each in enumerate(self.citations) if each in self.rivals],
            "notes": list(self.notes),
            "suggestions": list(self.suggestions),
            "missing": list(self.missing),
            "scope": scope_dict(self.scope),
            "hits": [hit_dict(hit) for hit in self.hits],
        }
        extra = {"texts": {each.id: text_dict(each) for each in self._articles()}} if texts else {}
        return {**values, **extra}

    @staticmethod
    def from_dict(values: Mapping[str, Any]) -> Answer:
        """The Answer that ``to_dict(texts=True)`` described; its numbers stay rounded. Raises
        InputError for any other values."""
        if not isinstance(values, Mapping) or "texts" not in values:
            raise InputError(
                "these values hold no texts of articles, which an Answer quotes from; make them "
                "with to_dict(texts=True)"
            )
        try:
            return _answer_of(values, values["texts"])
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise InputError(
                f"these values are no answer ({type(error).__name__}: {error}); make them with "
                "to_dict(texts=True)"
            ) from None

    def _articles(self) -> Iterator[Article]:
        """Every article that this answer names; some come several times."""
        for citation in self.citations:
            for place in (citation, *citation.also):
                yield from (place.article, *place.copies)
        yield from articles_in(self.hits)
        for part in self.parts:
            yield from part._articles()

    def __repr__(self) -> str:
        asked = shortened(self.question, 60)
        if not self.found:
            return f"<Answer to {asked}: not found>"
        places = sum(1 + len(each.also) for each in self.citations)
        found = f"{shortened(self.text, 60)}, confidence {self.confidence:.2f}, places {places}"
        return f"<Answer to {asked}: {found}>"

    def _repr_html_(self) -> str:
        """HTML for a notebook: the question, the quotes with the answers in bold, and the place of
        each."""
        return answer_html(self)


_LISTED = ("asked", "others", "notes", "suggestions", "missing")


def _answer_of(values: Any, texts: Any) -> Answer:
    citations = tuple(_citation_of(each, texts) for each in values["citations"])
    simple: dict[str, Any] = {
        **{name: values[name] for name in ("question", "text", "confidence", "kind", "resolved")},
        **{name: tuple(values[name]) for name in _LISTED},
    }
    return Answer(
        **simple,
        citations=citations,
        hits=tuple(hit_of(each, texts) for each in values["hits"]),
        scope=scope_of(values["scope"]),
        changes=tuple((each["typed"], each["taken"]) for each in values["changes"]),
        parts=tuple(_answer_of(each, texts) for each in values["parts"]),
        dates=values["dates"] and Dates(**values["dates"]),
        rivals=tuple(citations[n] for n in values["rivals"]),
    )


def _citation_of(values: Any, texts: Any) -> Citation:
    return Citation(
        article_of(values["article"], texts),
        span_of(values["sentence"]),
        span_of(values["answer"]),
        values["score"],
        values["confidence"],
        tuple(_citation_of({**each, "also": ()}, texts) for each in values["also"]),
        tuple(article_of(copy, texts) for copy in values["copies"]),
    )
