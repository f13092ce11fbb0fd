"""Full questions that a leaning line may mean, likeliest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.index.engines.lexical import STOP_WORDS, asked_terms
from pincite.qa.conversation.leaning import Line
from pincite.qa.conversation.memory import Past
from pincite.qa.conversation.names import names, plain_name

_FADES: Final = 0.55  # what a name weighs a turn later, of what it weighed
_BACK: Final = 5  # turns that are looked back for a name
_NEAR: Final = 0.7  # of the likeliest: another name may be meant as well
_WH: Final = re.compile(
    r"^\W*(?:(?:and|but|so|to|by|from|for|with|of|in|on|at|since|until)\s+)*"
    r"(?:how\s+(?:much|many|long|old|far|fast|big|tall|often)|(?:which|what)(?=\s+(?!is|are|was|were|"
    r"did|do|does|has|have|had|will|would|can)\w)|who|whom|whose|when|where|why|which|how|what)\b"
    r"(?:['’]s)?\s*",
    re.I,
)
_YEAR: Final = re.compile(r"\b(?:in\s+|of\s+)?(?:1[5-9]|20)\d\d\b")
_PREPOSITION: Final = re.compile(
    r"^(?:in|on|over|at|by|for|from|to|with|of|under|against|near|before|after|during|according\s+to)"
    r"\b",
    re.I,
)
_SAID_SO: Final = re.compile(
    r"^\W*(?:who|whose)\s+(?:said|says|claims?|claimed|told|words)\b"
    r"\s*(?:so|that|this|it|are those|were those)?\W*$",
    re.I,
)
_SMALL: Final = "|".join(sorted(STOP_WORDS))
_THING: Final = re.compile(
    rf"\b(?:the|a|an)(?:\s+(?!(?:{_SMALL})\b)[\w’'-]+){{1,4}}"
    rf"(?:\s+(?:of|to|in|at|for)(?:\s+the)?(?:\s+(?!(?:{_SMALL})\b)[\w’'-]+){{1,3}})?"
)
_LONG: Final = 200  # characters; a question that has more is not taken further
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_OWNED: Final = re.compile(r"^(?:his|hers?|its|theirs?)$", re.I)


@dataclass(frozen=True, slots=True)
class Meant:
    """A full question, and what is thought of it before anything is looked up, in (0, 1]. ``who``
    is the name taken for a pronoun."""

    question: str
    prior: float
    who: str = ""


def meanings(line: Line, pasts: Sequence[Past]) -> list[Meant]:
    """What the line may mean after these turns, of which the last is the one it goes on from;
    likeliest first, at most four, no two alike."""
    last = pasts[-1]
    text = line.text.strip(" ?.!") or line.topic
    if _SAID_SO.match(text) and last.sentence:
        return [Meant(f"Who said “{_unquoted(last.sentence)}”?", 1.0)]
    if line.leaning == "bare":
        found = _bare(text, last)
    elif line.leaning == "fragment":
        found = _fragment(text, last)
    else:
        found = []
    pronoun = line.pronoun
    if pronoun is not None and line.leaning != "bare":
        whole = found[0].question if found and line.leaning == "fragment" else text
        found = [*_named(line, whole, pasts), *found]
    if line.leaning != "fragment":
        found.append(Meant(with_topic(text, last), 0.9))
    unique: dict[str, Meant] = {}
    for each in found:
        unique.setdefault(each.question.casefold(), each)
    return list(unique.values())[:4]


def with_topic(text: str, last: Past) -> str:
    """The line, and behind it what the turn before was about: its names and telling words."""
    text = text.strip(" ?.!")
    taken = asked_terms(text)
    words: list[str] = []
    for word in (*last.about, *last.words):
        if not asked_terms(word) <= taken:
            words.append(word)
            taken |= asked_terms(word)
    return f"{text} ({', '.join(words)})?" if words else f"{text}?"


def persons(pronoun: str, pasts: Sequence[Past]) -> list[tuple[str, float]]:
    """The persons that "he" or "she" may be, likeliest first, with how likely, the best 1."""
    masculine = pronoun.lower() in ("he", "him", "his")
    weights: dict[str, float] = {}
    full: dict[str, str] = {}
    for age, past in enumerate(list(reversed(pasts))[:_BACK]):
        for one in past.named:
            if not one.person:
                continue
            right, wrong = (one.he, one.she) if masculine else (one.she, one.he)
            fits = (right + 0.5) / (right + wrong + 1)
            key = plain_name(one.name).split()[-1].lower()
            if len(one.name) > len(full.get(key, "")):
                full[key] = one.name
            weights[key] = max(weights.get(key, 0.0), one.weight * fits * _FADES**age)
    order = sorted(weights, key=lambda key: -weights[key])
    best = weights[order[0]] if order else 1.0
    return [(full[key], weights[key] / best) for key in order]


def _named(line: Line, text: str, pasts: Sequence[Past]) -> list[Meant]:
    """The line with the pronoun's place taken by what it may stand for."""
    pronoun, last = line.pronoun, pasts[-1]
    if pronoun is None:
        return []
    word = pronoun.group()
    if pronoun["person"]:
        known = [each for each in persons(word, pasts) if each[1] >= _NEAR][:2]
        return [Meant(f"{_put(text, word, who)}?", sure, who) for who, sure in known]
    if pronoun["thing"] or pronoun["that"]:
        return [Meant(f"{_put(text, word, it)}?", sure) for it, sure in _things(last)]
    return []


def _things(last: Past) -> list[tuple[str, float]]:
    """What "it" or "they" may be: what the question before was about, or its answer."""
    found: list[tuple[str, float]] = []
    asked = [match.group() for match in _THING.finditer(_plain(last))]
    known = [each.name for each in last.named if not each.person and each.name in last.question]
    about = [each for each in known if not any(each in thing for thing in asked)]
    told = [each.name for each in last.named if not each.person and each.name in last.short]
    if asked:
        found.append((asked[-1], 1.0))
    if about:
        found.append((about[-1], 1.0))
    if told:
        found.append((told[0], 0.95))
    return found[:2]


def _put(text: str, pronoun: str, name: str) -> str:
    """The text with the first such pronoun replaced by a name, in the genitive if it owns."""
    found = re.search(rf"\b{re.escape(pronoun)}\b", text)
    if found is None:
        return text
    owns = _OWNED.match(pronoun) and re.match(r"\s+\w", text[found.end() :])
    if pronoun.lower() == "her" and not owns:
        owns = None
    value = f"{name}'s" if owns else name
    return text[: found.start()] + value + text[found.end() :]


def _bare(text: str, last: Past) -> list[Meant]:
    """A question word and the statement before: "why", what was asked and what was answered."""
    whole = _plain(last)
    clause = _WH.sub("", whole, count=1)
    said = last.short if last.short and last.short.lower() not in clause.lower() else ""
    subject = re.match(r"^\W*(?:and\s+)?who\b", whole, re.I)
    stated = f"{said} {clause}" if subject else f"{clause} {said}"
    found = [Meant(with_topic(f"{text} {stated.strip()}", last), 1.0)]
    if last.sentence:
        found.append(Meant(f"{text} {_unquoted(last.sentence).strip(' .')}?", 0.7))
    return found


def _fragment(text: str, last: Past) -> list[Meant]:
    """The question before with a part of it replaced by this one."""
    before = _plain(last)
    found: list[Meant] = []
    year = _YEAR.search(text)
    start = _PREPOSITION.match(text)
    if year and _YEAR.search(before):
        found.append(Meant(f"{_YEAR.sub(year.group(), before, count=1)}?", 1.0))
    elif start:
        same = re.search(
            rf"\b{start.group()}\s+(?:the\s+)?[\w’'-]+(?:\s+[A-Z][\w’'-]*)*", before, re.I
        )
        if same:
            found.append(Meant(f"{before[: same.start()]}{text}{before[same.end() :]}?", 1.0))
    else:
        for known in reversed(names(before)):
            if names(text) and known not in text:
                found.append(Meant(f"{before.replace(known, text)}?", 1.0))
                break
    whole = Meant(with_topic(f"{before}, {text}", last), 0.95)
    if "(" in last.question and not year:
        found = [replace(each, question=with_topic(each.question, last)) for each in found]
    return [*found, whole]


def _plain(last: Past) -> str:
    """The question before, without what was added behind it."""
    plain = _ASIDE.sub("", last.question)
    return (plain if len(plain) <= _LONG else last.typed[:_LONG]).strip(" ?.!")


def _unquoted(sentence: str) -> str:
    return re.sub('["“”«»]', "", sentence).strip()
