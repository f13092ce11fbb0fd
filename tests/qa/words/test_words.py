"""Every language translates all texts with the same placeholders, and keys match the code."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from itertools import chain

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.filter import Filter, Scope
from pincite.qa.types import Answer
from pincite.qa.wording import asked_of, counted, day, language_name, refusal
from pincite.qa.words import (
    ENGLISH,
    LANGUAGES,
    current_language,
    in_language,
    say,
    table,
    translated,
)
from tests.support.paths import ROOT

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
SYSTEM = {
    *(os.strerror(each) for each in (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ECONNREFUSED)),
    "Name or service not known",
    "timed out",
}
"""Messages of the operating system on this machine."""
PYTHON = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "qa").rglob("*.py"))}
SCRIPTS = {p: p.read_text(encoding="utf-8") for p in (ROOT / "qa/web/assets").rglob("*.js")}


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_translates_all_english_texts(language: str) -> None:
    assert table(language).keys() == table(ENGLISH).keys()
    for key, text in table(language).items():
        assert gaps(text) == gaps(table(ENGLISH)[key]) or key.startswith("month."), key
        assert text.strip()


def test_traditional_chinese_has_no_simplified_characters() -> None:
    """The listed characters exist only in simplified Chinese and are common in such texts."""
    said = "".join(table("zh-Hant").values())
    assert not set("这个问题来会时没还进开关发现应该对话删复读写让请们说过为从与实验") & set(
        said
    ) - set("個問題")
    assert not re.search("[，。：；][A-Za-z0-9 ]*[,.;]", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_contain_no_html_special_characters(language: str) -> None:
    for key, text in table(language).items():
        assert not set('<>&"') & set(text) or key.startswith("said."), key


def test_text_keys_and_their_uses_match() -> None:
    code = "\n".join(chain(PYTHON.values(), SCRIPTS.values()))
    used = set(re.findall(r"(?:say|_say)\(\s*\"([\w.-]+(?: [\w ]+)?)\"", code))
    assert used <= table(ENGLISH).keys()
    made = (  # keys composed at run time
        "count.", "month.", "form.", "told.", "refusal.", "said.", "judge.", "place.", "first.",
        "answers.confidence.", "answers.missing.", "stale.", "shelf.", "chats.",
    )  # fmt: skip
    literal = set(re.findall(r"[\"']([a-z]+(?:\.[\w -]+)+)[\"']", code))
    unused = {k for k in table(ENGLISH) if k not in used | literal and not k.startswith(made)}
    assert unused == set()


def test_translated_sentences_exist_in_the_code() -> None:
    """Sentences translated by pattern must occur in the code with these words."""
    rooms = [path for room in ("corpus", "index", "qa") for path in (ROOT / room).rglob("*.py")]
    code = _bare(" ".join(path.read_text(encoding="utf-8") for path in rooms))
    for key, text in table(ENGLISH).items():
        pieced = key.startswith(("said.mention", "said.occupied", "said.speak", "said.nearly by"))
        if key == f"said.{text}":  # a reason, which may be put together: see test_reasons
            pieced = True
            words = re.findall("[a-z]{4,}", re.sub(r"\{\w+\}", "", text))
            assert all(word in code for word in words) or text in SYSTEM, text
        if key.startswith("said.") and not pieced:
            longest = max(re.split(r"\{\w+\}", text), key=len)
            assert _bare(longest) in code, f"{key}: {longest!r}"


def _bare(text: str) -> str:
    """Without quotation marks and white space, where a line of code may be broken."""
    return re.sub(r"\bf(?=[\"'])|[\"'\s]", "", text)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the question has 2,500 characters; ask in at most 2,000",
         "問題有 2,500 個字元；最多 2,000 個"),
        ("Nowhere: “a: b”", "沒有出現：“a: b”"),
        ("3 articles speak of “x of “y””.", "3 篇文章談到「x of “y”」。"),
        ("Not restored: what the browser kept of this answer cannot be read",
         "未能還原：瀏覽器保存的這個答案無法讀取"),
        ("Nearly: “three” is “two” there; “now” is not there. Said by Dr. Bo Ek, Ann.",
         "相近：「three」在文章裡是「two」；文章裡沒有「now」。說話者：Dr. Bo Ek, Ann。"),
        ("Nearly: “not” is left out.", "相近：漏了「not」。"),
        ("nobody has foreseen this", "nobody has foreseen this"),
    ],
)  # fmt: skip
def test_sentences_are_translated_by_their_pattern(english: str, chinese: str) -> None:
    assert translated(english) == english
    with in_language("zh-Hant"):
        assert translated(english) == chinese


def test_sentences_dates_and_numbers_follow_the_language() -> None:
    narrowed = Scope(Filter(since=date(2026, 1, 1)), 3, 1200)
    with in_language("zh-Hant"):
        assert current_language() == "zh-Hant"
        assert day("2026-03-05T10:00:00") == "2026年3月5日"
        assert counted(1, "article") == "1 篇文章"
        assert language_name("de") == "德文"
        assert refusal(Answer("x", "", 0.0, (), ()), "your") == "您的文章裡沒有找到。"
        [line] = asked_of(narrowed)
        assert line == "已向 3 篇（共 1,200 篇文章）提問：2026-01-01 起"
    assert asked_of(narrowed) == ["Asked of 3 of 1,200 articles: since 2026-01-01"]
    assert day("2026-03-05") == "5 March 2026"
    for odd in ("de", None, 3, ["en"], "zh-Hans"):
        with in_language(odd):
            assert say("ask.send") == "Ask"


def test_an_article_keeps_its_language_attribute() -> None:
    from pincite.qa.web.rendering.text import language_attribute

    article = Article("a", "T", "text", "a.txt", (Span(0, 4),), language="de")
    assert language_attribute(article) == ' lang="de"'
    assert language_attribute(Article("a", "T", "text", "a.txt", (Span(0, 4),))) == ' lang=""'
