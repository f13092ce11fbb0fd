"""The values of the answering side: a candidate, a citation, an answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a reader proposes: ``answer`` inside ``sentence``, both spans of the hit's article.

    ``score`` is comparable across passages and questions of one reader; higher is better.
    """

    hit: Hit
    sentence: Span
    answer: Span
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an article that states the answer.

    ``sentence`` is the cited sentence, or consecutive ones, and ``answer`` the exact answer inside,
    both in code points of ``article.text``; ``score`` is the reader's, higher is better.
    ``confidence``, in [0, 1], is the probability that this answer is right. ``also`` are further
    places that give the same answer, best first; their own ``also`` is empty. ``copies`` are other
    articles with the very same text, so that both spans hold for each of them.
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


@dataclass(frozen=True, slots=True)
class Dates:
    """A date that a question names, as it was taken: ``words`` as typed, ``since`` and ``until``
    the first and the last day, both included, in ISO 8601 ("--03-09" where no year was named), ""
    where only the ``newest`` was asked for."""

    words: str
    since: str = ""
    until: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. Not finding is an ordinary Answer, with no citations.

    ``text`` is the best citation's answer, or "" where none was found. ``confidence``, in [0, 1],
    is the probability that the best answer is right, given or not. ``citations`` are the different
    answers whose confidence reaches the threshold, best first. ``hits`` are the nearest passages,
    also where nothing was found. ``missing`` are the words of the question that occur nowhere in
    the articles. ``scope`` says which articles were asked, and how many a filter left out.

    ``kind`` is the form in which the line was taken: "answer" is a plain question. ``asked`` is
    what was searched for, a question each: the line itself, its slips mended, or the questions that
    it holds. ``changes`` are the words that were typed and what was taken for each. ``parts`` are
    the answers to the questions of a line that holds two; ``citations`` are then theirs, in order.
    ``suggestions`` are questions that the articles are known to answer. ``notes`` say what else is
    to be known of what is cited, a sentence each: how many there are, what differs, who says it.
    ``others`` are further forms that the line may have, ``dates`` the date by which the citations
    were chosen. ``rivals`` are those citations that answer the same thing differently, such as
    another number: two or more, or none.
    ``resolved`` is the full question that a line of a conversation was taken for, "" where it was
    taken as it stands; the kind "which" asks back what is meant, with choices as suggestions.
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
