"""Answers that need no reader: quotes, mentions, digests, and lists made of other answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pincite.corpus.article import Span
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.steps import Step, is_heard, tell, tell_search
from pincite.qa.asking.lookup.digest import digest
from pincite.qa.asking.lookup.lists import Listed
from pincite.qa.asking.lookup.mentions import (
    MentionsStep,
    mentions_of_steps,
    mentions_steps,
    subject_of,
)
from pincite.qa.asking.plans.framing import without_framing
from pincite.qa.asking.quoting.alignment import Difference
from pincite.qa.asking.quoting.quotes import Quoted, look_up
from pincite.qa.asking.quoting.sayings import asked_sayings, sayings
from pincite.qa.asking.unread import nearest_sentences
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import counted, language_name

FIRST: Final = 8
"""So many mentions are told while the others are still looked for."""

_NAMING: Final = 40  # passages that name a speaker and are looked into

_UNREAD: Final = (
    "Pincite does not read {}: these sentences hold the most of your words, and may not answer."
)


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks things up with a retriever. Each Answer also has the ``hits`` nearest passages."""

    retriever: Retriever
    hits: int

    def quote(self, query: Query) -> Answer | None:
        """Every place of each text that the line quotes, and who says it; None if the line quotes
        nothing."""
        tell_search(query.filter, self.retriever)
        looked = look_up(query, self.retriever)
        if not looked:
            return None
        cited: list[Citation] = []
        notes: list[str] = []
        for each in looked:
            cited += _places(each)
            notes.append(_note(each))
        found = self._around(query)
        sure = 1.0 if all(each.state == "found" for each in looked) else 0.5
        return self._answer(query, found, cited, sure if cited else 0.0, tuple(notes))

    def mentions(self, query: Query) -> Answer:
        """Every sentence that mentions what the line names. The first of them are told as they are
        found."""
        subject = subject_of(query.text)
        made = mentions_of_steps(
            subject, _told(mentions_steps(subject, self.retriever, query.filter))
        )
        places = counted(len(made.places), "sentence")
        found_in = f"{places} in {counted(made.articles, 'article')} for “{made.subject}”"
        notes: tuple[str, ...] = (f"{found_in}; looked at {counted(made.examined, 'passage')}.",)
        if made.differing:
            notes += ("Figures differ between some of them.",)
        found = self._around(query)
        return self._answer(query, found, made.places, 1.0 if made.places else 0.0, notes)

    def digest(self, query: Query) -> Answer:
        """A few sentences about what the line names. None of them is certain before all are ranked
        against each other, so only the steps are told."""
        tell_search(query.filter, self.retriever)
        made = digest(query, self.retriever)
        count = "1 article speaks" if made.articles == 1 else f"{made.articles:,} articles speak"
        found = self._around(query)
        notes = (f"{count} of “{made.topic}”.",) if made.sentences else ()
        return self._answer(query, found, made.sentences, 1.0 if made.sentences else 0.0, notes)

    def sayings(self, query: Query) -> Answer | None:
        """The sentences in which somebody says something, if the line asks what somebody said and
        the articles have such sentences; else None."""
        asked = asked_sayings(query.text)
        if asked is None:
            return None
        found = self._around(query)
        near = {hit.passage.id for hit in found.hits}
        others: list[Hit] = []
        if asked.is_certain:  # "the minister" alone is another one in each article
            naming = islice(self.retriever.holding(asked.who, query.filter).hits, _NAMING)
            others = [hit for hit in naming if hit.passage.id not in near]
        made = sayings(asked, (*found.hits, *others))
        if not made.sentences:
            return None
        count = f"Sentences that tell what “{made.asked.who}” said: {made.found:,}"
        if made.found > len(made.sentences):
            count += f", {len(made.sentences)} of which are shown"
        notes = (f"{count}, in {counted(made.articles, 'article')}.",)
        answer = self._answer(query, found, made.sentences, 1.0, notes)
        return replace(answer, kind="digest")

    def unread(self, query: Query, language: str) -> Answer | None:
        """The sentences in a language that hold the most words of the line; None if the articles
        have no sentences in that language."""
        tell_search(query.filter, self.retriever)
        made = nearest_sentences(query, language, self.retriever)
        if made is None:
            return None
        sure = made.citations[0].confidence if made.citations else 0.0
        notes = (_UNREAD.format(language_name(language)),)
        answer = self._answer(query, made.found, made.citations, sure, notes)
        return replace(answer, kind="unread", asked=(query.text,))

    def _around(self, query: Query) -> Retrieved:
        [found] = self.retriever.search([query], self.hits)
        return found

    def _answer(
        self,
        query: Query,
        found: Retrieved,
        cited: Sequence[Citation],
        sure: float,
        notes: tuple[str, ...],
    ) -> Answer:
        return _answered(query.text, found, cited, sure, notes)


def _told(found: Iterable[MentionsStep]) -> Iterable[MentionsStep]:
    return _telling(found) if is_heard() else found


def _telling(found: Iterable[MentionsStep]) -> Iterator[MentionsStep]:
    """The steps of a search for mentions; each is told. A sentence that was found stays in the
    answer: the search takes further ways only if the ways before found nothing."""
    places: dict[tuple[str, Span], Citation] = {}
    for step in found:
        for place in step.places:
            places.setdefault((place.article.id, place.sentence), place)
        first = tuple(islice(places.values(), FIRST))
        tell(Step("looking", step.total, step.examined, len(places), first))
        yield step


def answer_of_list(items: Listed, found: Retrieved) -> Answer:
    """One Answer that lists all different answers."""
    names = items.names
    notes = (f"{len(names):,} found in {items.examined:,} passages examined.",) if names else ()
    answer = _answered(items.question, found, items.citations, items.confidence, notes)
    return replace(answer, text=", ".join(names), kind="list")


def _answered(
    question: str,
    found: Retrieved,
    cited: Sequence[Citation],
    sure: float,
    notes: tuple[str, ...],
) -> Answer:
    return Answer(
        question,
        cited[0].text if cited else "",
        sure,
        tuple(cited),
        found.hits,
        without_framing(question, found.missing),
        found.scope,
        notes=notes,
    )


def _places(looked: Quoted) -> list[Citation]:
    """The places of one quoted text; after each, the sentence that names the speaker, if it is
    another one."""
    cited = []
    for place, speaker in zip(looked.places, looked.speakers, strict=False):
        named = () if speaker is None or speaker.sentence == place.sentence else (speaker,)
        cited += [place, *named]
    return cited or list(looked.places)


def _note(looked: Quoted) -> str:
    shown = f"“{looked.text.strip()}”"
    if looked.titled:
        articles = ", ".join(each.id for each in looked.titled)
        return f"In no text, but in the title of {articles}: {shown}"
    if looked.state == "nowhere":
        return f"Nowhere: {shown}"
    speakers = [each.text for each in looked.speakers if each is not None]
    said = f" Said by {', '.join(dict.fromkeys(speakers))}." if speakers else ""
    if looked.state == "found":
        return f"Found word for word: {shown}.{said}"
    differ = [_differs(looked, d) for each in looked.differences[:1] for d in each]
    return f"Nearly: {'; '.join(differ)}.{said}"


def _differs(looked: Quoted, one: Difference) -> str:
    asked = one.asked.of(looked.question)
    there = one.found.of(looked.places[0].article.text)
    if one.kind == "missing":
        return f"“{there}” is left out"
    return f"“{asked}” is not there" if one.kind == "added" else f"“{asked}” is “{there}” there"
