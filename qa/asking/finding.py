"""Lines that are looked up rather than answered: quotes, mentions, digests and lists as Answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from index.query import Query
from index.retriever import Retrieved, Retriever
from qa.asking.alignment import Difference
from qa.asking.digest import digest, topic_of
from qa.asking.lists import listed
from qa.asking.mentions import mentions, subject_of
from qa.asking.quotes import Quoted, look_up, readings
from qa.confidence import Calibration
from qa.pipeline import Reader
from qa.types import Answer, Citation
from qa.wording import counted

_QUOTED_WORDS: Final = 3  # fewer between quotation marks are a name or a term
_SAYS: Final = re.compile(
    r"\b(?:who|where|which|what)\b.*\b(?:say|says|said|wrote|written|quote|quoted|stand|stands)\b",
    re.IGNORECASE,
)
_MARKS: Final = re.compile("[\"“”„«»＂「」『』]|(?<!\\w)[‘'‚]")
# "what percentage of calves" asks for one thing, and so does "what causes it"
_NOT_BEFORE: Final = (
    r"(?:of|in|on|at|for|from|to|by|with|the|an?|did|do|does|will|would|can|could|was|were|is|are|has"
    r"|have|had|she|he|it|they)\b"
)
_NO_PLURAL: Final = (
    r"(?:this|was|is|has|does|makes?|causes|helps|happens|means|comes|goes|costs|says|explains|links"
    r"|gives|keeps|drives|leads|stops|becomes|needs|takes|includes|follows|remains|stands|lies)\b"
)
_LISTS: Final = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)*(?:(?:list|name|enumerate)\s+\w+"
    r"|give\s+(?:me\s+)?(?:a\s+)?list\b|(?:all|every)\s+(?:the\s+)?\w+s\b|"
    rf"(?:which|what)\s+(?:(?!{_NOT_BEFORE})[a-z-]+\s+){{0,2}}?(?!{_NO_PLURAL})[a-z]{{2,}}(?<!s)s\b|"
    r"(?:which|what)\s+(?:people|women|men|children)\b|who\s+(?:are|were)\s+(?!you\b)|"
    r"(?:what|which)\s+are\s+(?:all\s+)?the\s+\w+s\b|who\s+(?:all|else)\b)",
    re.IGNORECASE,
)
# "who is the mayor of Orrin" asks one thing of Orrin
_ASKS_OF_IT: Final = re.compile(r"^\W*(?:who\b|what\s+happened\b)", re.IGNORECASE)
_BARE: Final = 4  # words of a name that stands alone


@dataclass(frozen=True, slots=True)
class Finder:
    """What looks things up: a retriever, and a reader for lists."""

    retriever: Retriever
    reader: Reader
    calibration: Calibration
    threshold: float
    hits: int

    def quote(self, query: Query) -> Answer | None:
        """Every place of what the line quotes, and who says it; None where it quotes nothing."""
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
        """Every sentence that mentions what the line names."""
        made = mentions(subject_of(query.text), self.retriever, query.filter)
        places = counted(len(made.places), "sentence")
        told = f"{places} in {counted(made.articles, 'article')} for “{made.subject}”"
        notes: tuple[str, ...] = (f"{told}; looked at {counted(made.examined, 'passage')}.",)
        if made.differing:
            notes += ("Figures differ between some of them.",)
        found = self._around(query)
        return self._answer(query, found, made.places, 1.0 if made.places else 0.0, notes)

    def digest(self, query: Query) -> Answer:
        """A few sentences that tell of what the line names."""
        made = digest(query, self.retriever)
        count = "1 article speaks" if made.articles == 1 else f"{made.articles:,} articles speak"
        found = self._around(query)
        notes = (f"{count} of “{made.topic}”.",) if made.sentences else ()
        return self._answer(query, found, made.sentences, 1.0 if made.sentences else 0.0, notes)

    def listing(self, query: Query) -> Answer:
        """All different answers, merged."""
        made = listed(
            query, self.retriever, self.reader, self.calibration, threshold=self.threshold
        )
        found = self._around(query)
        names = made.names
        notes = (f"{len(names):,} found in {made.examined:,} passages examined.",) if names else ()
        answer = self._answer(query, found, made.citations, made.confidence, notes)
        return replace(answer, text=", ".join(names))

    def _around(self, query: Query) -> Retrieved:
        [found] = self.retriever.search([query], self.hits)
        return found

    def _answer(
        self,
        query: Query,
        found: Retrieved,
        cited: list[Citation] | tuple[Citation, ...],
        sure: float,
        notes: tuple[str, ...],
    ) -> Answer:
        return Answer(
            query.text,
            cited[0].text if cited else "",
            sure,
            tuple(cited),
            found.hits,
            found.missing,
            found.scope,
            notes=notes,
        )


def quotes(line: str) -> bool:
    """Whether the line asks for words as they stand: in quotation marks, or where something is
    said."""
    found = readings(line)
    if not found:
        return False
    words = max(len(span.of(line).split()) for reading in found for span in reading)
    return words >= _QUOTED_WORDS or (words > 0 and bool(_SAYS.search(line)))


def quotes_surely(line: str) -> bool:
    """Whether what is quoted stands in quotation marks."""
    return bool(_MARKS.search(line))


def asks_for_mentions(line: str) -> bool:
    """Whether the line asks for every place that names something."""
    return _bare(subject_of(line)) != _bare(line)


def asks_for_digest(line: str) -> bool:
    """Whether the line asks to be told about something, or is a name alone."""
    if _bare(topic_of(line)) != _bare(line):
        return not _ASKS_OF_IT.match(line)
    words = line.strip(" ?.!").split()
    return 0 < len(words) <= _BARE and all(word[:1].isupper() for word in words)


def asks_for_list(line: str) -> bool:
    """Whether the line asks for several things."""
    return bool(_LISTS.match(line))


def _bare(line: str) -> str:
    return line.strip(" \t\n\"'“”‘’«»„?.!:;,")


def _places(looked: Quoted) -> list[Citation]:
    """The places of one quoted text, each with the sentence that names who says it."""
    cited = []
    for place, speaker in zip(looked.places, looked.speakers, strict=False):
        named = () if speaker is None or speaker.sentence == place.sentence else (speaker,)
        cited += [place, *named]
    return cited or list(looked.places)


def _note(looked: Quoted) -> str:
    shown = f"“{looked.text.strip()}”"
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
