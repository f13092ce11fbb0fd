"""Finds the full questions that a follow-up line may mean, likeliest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.index.engines.lexical import asked_terms
from pincite.qa.asking.plans.ellipsis import asked_again
from pincite.qa.asking.plans.inside import meant_by_it
from pincite.qa.asking.plans.names import names, plain_name
from pincite.qa.asking.plans.phrases import subject, tells
from pincite.qa.asking.quoting.sayings import AskedSayings, asked_sayings
from pincite.qa.conversation.completing import is_time, other_group, put_into
from pincite.qa.conversation.leaning import BEGINS_WITH_BY, TypedLine
from pincite.qa.conversation.memory import Past
from pincite.qa.conversation.referents import either, is_masculine, persons, someone, things

_NEAR: Final = 0.8  # another name may be meant if it has this share of the likeliest one's weight
_ABOUT_LESS: Final = 0.7  # the prior of a line with its topic, if its pronoun may be replaced
_ADDED: Final = 0.75  # the prior of a line added to a question, if it may also replace a part
_NEW: Final = 0.9  # the prior of a fragment alone, if it replaces no part of the question before
_LESS: Final = 0.95  # each further question has this share of the prior of the one before it
_TO_THAT: Final = re.compile(
    r"\b(?:say|said|says|think|thought|feel|react\w*|reply|answer|respond)\s+(?:to|of|about)\s+"
    r"(?:that|this)\W*$",
    re.I,
)
# here "it" or "that" refers to an event or a whole, not to a thing
_EVENT: Final = re.compile(
    r"\b(?:it|that|this)\s+(?:ever\s+|really\s+|also\s+)*(?:happen\w*|true|occur\w*|take\s+place)\b"
    r"|\b(?:all|any|some|most|none)\s+(?:of\s+)?(?:it|this|that)\b"
    r"|\b(?:is|was|has|had|did|does|will)\s+(?:this|that)\s+\w+\W*$",
    re.I,
)
_OBJECT: Final = re.compile(
    r"\b(?:it|them)\b(?=\W*$|\s+(?:to|for|from|in|on|at|with|back|away|up|down)\b)", re.I
)
_THE_ONE: Final = re.compile(r"\bthe\s+one\b", re.I)
_TOPIC: Final = re.compile(r"^(?:about|on|of|regarding)\s+(?P<topic>.+)$", re.I)
_TOLD_ABOUT: Final = frozenset(("digest", "mentions", "more"))
_DEFINITE: Final = re.compile(r"the\s+[a-z]+(?:\s+[a-z]+)?$")
_HOW: Final = re.compile(r"how\s+(?:long|far|deep|high|wide|big|tall|fast|often|heavy)", re.I)
_SEVERAL: Final = frozenset("they them their theirs those these".split())
_OWNER: Final = re.compile(r"^(?:he|him|his|she|hers?|its|theirs?)$", re.I)
_OWNED: Final = re.compile(r"^(?:his|hers?|its|theirs?)$", re.I)


@dataclass(frozen=True, slots=True)
class Meant:
    """A full question that a line may mean, and its prior in (0, 1], before anything is searched.

    ``who`` is the person that replaced a pronoun; if two things are equally likely, it is one of
    them and ``thing`` is set. A ``rival`` is weighed against the next question even if the articles
    answer it. Three fields are given only if they differ: ``asked`` is the question for the reader,
    ``plain`` the question that a follow-up continues, and ``topics`` what the conversation is about
    from here on.
    """

    question: str
    prior: float
    who: str = ""
    asked: str = ""
    plain: str = ""
    topics: tuple[str, ...] = ()
    thing: bool = False
    rival: bool = False


def goes_on_about(line: TypedLine, last: Past) -> bool:
    """Whether a line such as "and about the harvest?" goes on from a question of what somebody
    said, and names no topic of its own."""
    return bool(_TOPIC.match(line.text)) and asked_sayings(last.plain) is not None


def meanings(line: TypedLine, pasts: Sequence[Past]) -> list[Meant]:
    """The full questions that the line may mean, likeliest first: at most four, all different. It
    follows the last of the turns ``pasts``."""
    last = pasts[-1]
    text = line.text.strip(" ?.!") or line.topic
    found: list[Meant] = []
    if line.leaning == "bare" and (
        not tells(text) or BEGINS_WITH_BY.match(text) or _HOW.fullmatch(text)
    ):
        ways = asked_again(text, last.plain, last.short, _unquoted(last.sentence))
        for n, (shown, read) in enumerate(ways):
            found.append(Meant(_asked(shown), _LESS**n, asked=_asked(read), plain=ways[0][1]))
    elif line.leaning == "fragment" and (topics := _other_topics(text, last)):
        about = " and ".join(topics)
        read = f"{last.plain} ({', '.join(topics)})?"
        asked = _asked(f"About {about}: {last.plain}")
        found.append(Meant(asked, 1.0, asked=read, plain=last.plain, topics=tuple(topics)))
    elif line.leaning == "fragment":
        found += _completed(_owner(line, text, pasts), last, about=line.about)
    elif line.leaning == "pronoun":
        found += _named(line, text, pasts)
    if line.leaning != "fragment":
        others = _others(line, last) if found else frozenset()
        if not others or line.topic or not others.issuperset(last.topics):
            found.append(with_topic(line, last, _ABOUT_LESS if found else 0.9, others))
    replaced = subject(last.plain) if line.leaning == "fragment" else None
    found = [_led(each, last, replaced.text if replaced else "") for each in found]
    unique: dict[str, Meant] = {}
    for each_ in found:
        unique.setdefault(each_.question.casefold(), each_)
    return list(unique.values())[:4]


def _completed(part: str, last: Past, *, about: bool) -> list[Meant]:
    """The question before with the fragment inserted or added. If it can only be added, it may also
    be a new topic; "what about …" (``about``) is just as often one. After a digest, it is the topic
    of a new digest."""
    said = asked_sayings(last.plain)
    if last.kind in _TOLD_ABOUT and not said:
        return [Meant(f"tell me about {part}", 1.0)]
    if last.kind == "quote":
        return [Meant(part, 1.0, topics=(part,))]  # nothing is put into somebody's words
    whole = put_into(part, last.plain)
    added = len(whole) == 1 and whole[0].startswith(last.plain)
    if said and added:
        return _also_said(part, said)
    if added and tells(part) and not (BEGINS_WITH_BY.match(part) or is_time(part)):
        alone = _of_topic(part, last) or [Meant(part, _NEW, topics=(part,))]
        return [Meant(_asked(whole[0]), 1.0, rival=about), *alone]
    priors = [*(_LESS**n for n in range(len(whole) - 1)), _ADDED if len(whole) > 1 else 1.0]
    ways = [Meant(_asked(each), sure) for each, sure in zip(whole, priors, strict=True)]
    return [*ways[:1], *([] if said else _of_topic(part, last)), *ways[1:]]


def _of_topic(part: str, last: Past) -> list[Meant]:
    """What "the price" means after a question about something: that thing's price."""
    if not (_DEFINITE.match(part) and last.topics):
        return []
    about, inside = " and ".join(last.topics), ", ".join(last.topics)
    return [Meant(_asked(f"About {about}: {part}"), _NEW, asked=f"{part} ({inside})?")]


def _also_said(part: str, said: AskedSayings) -> list[Meant]:
    """What the same person said about the fragment, or what the fragment's person said about the
    same. Either may be meant."""
    topic = _TOPIC.match(part)
    if not topic and BEGINS_WITH_BY.match(part):  # "and in May?"
        about = f" about {said.about}" if said.about else ""
        return [Meant(_asked(f"What did {said.who} say{about} {part}"), 1.0)]
    ways = [f"What did {said.who} say about {topic['topic'] if topic else part}"]
    if not topic:
        ways.append(f"What did {part} say{said.about and f' about {said.about}'}")
    return [Meant(_asked(each), _LESS**n) for n, each in enumerate(ways)]


def _led(one: Meant, last: Past, replaced: str) -> Meant:
    """The question, with the topics of the turn before put before it if they were so there too. A
    topic that was ``replaced`` is left out."""
    gone = asked_terms(replaced) - asked_terms(one.question)
    topics = [each for each in last.topics if not asked_terms(each) <= asked_terms(one.question)]
    topics = [each for each in topics if not gone & asked_terms(each)]
    if not last.led or one.question.startswith("About ") or one.who or not topics:
        return one
    plain, read = one.question.strip(" ?"), (one.asked or one.question).strip(" ?")
    shown = f"About {' and '.join(topics)}: {plain}?"
    return replace(one, question=shown, asked=f"{read} ({', '.join(topics)})?", plain=plain)


def _other_topics(text: str, last: Past) -> list[str]:
    """The topics of the turn before, changed to the group that the fragment names; empty if the
    question itself names the other group, or if no topic names a group."""
    if other_group(text, last.plain):
        return []
    changed = [other_group(text, each) for each in last.topics]
    return [each for each in changed if each]


def _owner(line: TypedLine, text: str, pasts: Sequence[Past]) -> str:
    """The fragment with its pronoun replaced by the likeliest name, as in "his predecessor"."""
    if line.pronoun is None or not _OWNER.match(line.pronoun.group()):
        return text
    named = _named(line, text, pasts)
    return named[0].question.strip(" ?") if named else text


def _others(line: TypedLine, last: Past) -> frozenset[str]:
    """The topics of the turn before that are persons whom the line's pronoun cannot mean."""
    if line.pronoun is None or not line.pronoun["person"]:
        return frozenset()
    masculine = is_masculine(line.pronoun.group())
    other = [
        plain_name(each.name)
        for each in last.named
        if each.person and (each.she > each.he if masculine else each.he > each.she)
    ]
    return frozenset(each for each in last.topics if any(name in each for name in other))


def with_topic(
    line: TypedLine, last: Past, prior: float, others: frozenset[str] = frozenset()
) -> Meant:
    """The line with a topic before it: the topic that it returns to, or the topics of the turn
    before without ``others``."""
    text = line.text.strip(" ?.!") or line.topic
    taken = asked_terms(text)
    topics = [each for each in last.topics if not asked_terms(each) <= taken and each not in others]
    if line.topic:
        full = _in_full(line.topic, last)
        topics = [full] if names(full) else list(dict.fromkeys((full, *topics)))[:2]
        topics = [each for each in topics if line.text or not asked_terms(each) <= taken]
    if not topics:
        return Meant(_asked(text), prior, plain=text)
    about = " and ".join(topics)
    read = f"{text} ({', '.join(topics)})?"
    return Meant(_asked(f"About {about}: {text}"), prior, asked=read, plain=text)


def _in_full(topic: str, last: Past) -> str:
    """The topic that a line returns to, in the full words of the turn before."""
    wanted = asked_terms(topic)
    return next((each for each in last.topics if wanted <= asked_terms(each)), topic)


def _asked(text: str) -> str:
    return " ".join(text.split()).strip(" ?.!,") + "?"


def _named(line: TypedLine, text: str, pasts: Sequence[Past]) -> list[Meant]:
    """The line with its pronoun replaced by each person or thing that it may refer to."""
    pronoun, last = line.pronoun, pasts[-1]
    if pronoun is None:
        return []
    word = pronoun.group()
    if pronoun["person"]:
        every = persons(word, pasts)
        topic = asked_terms(line.topic)
        returned = [(who, 1.0) for who, _ in every if topic and topic <= asked_terms(who)]
        known = returned[:1] or [each for each in every if each[1] >= _NEAR][:2]
        if not known and (role := someone(word, pasts)):
            return [Meant(_asked(_put(text, word, role)), _LESS)]
        put = [(who, sure, _with_thing(_put(text, word, who), who, pasts)) for who, sure in known]
        return [Meant(_asked(whole), sure, who) for who, sure, whole in put]
    if pronoun["thing"] or pronoun["that"]:
        if _TO_THAT.search(text) or _EVENT.search(text):
            return []  # "that" is no thing here, as in "what did she say to that?"
        several = word.lower() in _SEVERAL
        if not (several or line.topic) and (both := either(last)):
            return [
                Meant(_asked(_put(text, word, it)), _LESS**n, who=it, thing=True)
                for n, it in enumerate(both)
            ]
        meant = [(_in_full(line.topic, last), 1.0)] if line.topic else things(pasts, several)
        meant = meant if several else _inside(meant, text)
        return [Meant(_asked(_put(text, word, it)), sure) for it, sure in meant]
    if _THE_ONE.fullmatch(word):
        meant = things(pasts, several=False)
        return [Meant(_asked(_put(text, word, _definite(it))), sure) for it, sure in meant]
    return []


def _with_thing(text: str, who: str, pasts: Sequence[Past]) -> str:
    """The question about a person with "it" or "them" replaced too: "what did she pay for it"."""
    found = _OBJECT.search(text)
    if found is None:
        return text
    meant = (each for each, _ in things(pasts, several=found.group().lower() == "them"))
    other = next((each for each in meant if not asked_terms(each) & asked_terms(who)), "")
    return f"{text[: found.start()]}{other or found.group()}{text[found.end() :]}"


def _inside(meant: list[tuple[str, float]], text: str) -> list[tuple[str, float]]:
    """The things that "it" may be, with the name inside the first of them in its place or beside
    it, if that is what the line may be about."""
    if not meant:
        return []
    (first, sure), *others = meant
    ways = meant_by_it(first, text)
    return [*((each, sure * _LESS**n) for n, each in enumerate(ways)), *others][:2]


def _definite(thing: str) -> str:
    """The thing with "the" in place of "a" or "an": "the astrolabe"."""
    bare = re.sub(r"^an?\s+", "", thing, flags=re.I)
    return f"the {bare}" if bare != thing else thing


def _put(text: str, pronoun: str, name: str) -> str:
    """The text with the pronoun replaced by a name at its first place; a possessive pronoun is
    replaced by the name with "'s"."""
    found = re.search(rf"\b{re.escape(pronoun)}(?:\s+ones?)?\b", text)
    if found is None:
        return text
    owns = _OWNED.match(pronoun) and re.match(r"\s+\w", text[found.end() :])
    value = f"{name}'s" if owns else name
    return text[: found.start()] + value + text[found.end() :]


def _unquoted(sentence: str) -> str:
    return re.sub('["“”«»]', "", sentence).strip()
