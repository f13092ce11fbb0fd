"""Where a cited sentence stands again: in the articles that repeat its passage. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Span
from index.hit import Hit
from index.repeats import word_spans, words
from qa.types import Candidate


def again(candidate: Candidate) -> Iterator[Candidate]:
    """The candidate once more for each repeat of its hit that holds its sentence, word for word as
    ``index.repeats.words`` compares; with the spans of the repeat's own article."""
    home = candidate.hit.passage.sentences
    length = sum(each.overlaps(candidate.sentence) for each in home)
    wanted = words(candidate.sentence.of(candidate.hit.article.text))
    for repeat in candidate.hit.repeats:
        text = repeat.article.text
        for sentence in _runs(repeat, length):
            if words(sentence.of(text)) == wanted:
                answer = _answer(candidate, text, sentence)
                if answer is not None:
                    yield Candidate(repeat, sentence, answer, candidate.score)
                    break


def says_first(candidate: Candidate) -> bool:
    """Whether no better hit says the candidate's sentence: false for what a repeat repeats."""
    own = candidate.hit.own
    return not own or any(each.overlaps(candidate.sentence) for each in own)


def _runs(hit: Hit, length: int) -> Iterator[Span]:
    """Every ``length`` consecutive sentences of a passage, as one span."""
    sentences = hit.passage.sentences
    for first, last in zip(sentences, sentences[length - 1 :], strict=False):
        yield Span(first.start, last.end)


def _answer(candidate: Candidate, text: str, sentence: Span) -> Span | None:
    """Where the candidate's answer stands in ``sentence``, which has the same words; None where the
    answer's ends are none of theirs."""
    own, answer, there = candidate.hit.article.text, candidate.answer, sentence.of(text)
    before = Span(candidate.sentence.start, answer.start).of(own)
    after = Span(answer.end, candidate.sentence.end).of(own)
    told = answer.of(own)
    if there == before + told + after:
        start = sentence.start + len(before)
        return Span(start, start + len(told))
    said, skipped, found = words(told), len(words(before)), word_spans(there)
    if not said or [*words(before), *said, *words(after)] != words(there):
        return None
    if [words(each.of(there)) for each in found] != [[word] for word in words(there)]:
        return None
    first, last = found[skipped], found[skipped + len(said) - 1]
    return Span(sentence.start + first.start, sentence.start + last.end)
