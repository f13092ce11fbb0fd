"""tantivy's BM25 against the formula, and what counts as a word."""

import math

import pytest

from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.lexical import _STEMMERS, asked_terms, content_words, terms
from pincite.index.engines.variants.irregular import IRREGULAR
from pincite.index.engines.variants.spellings import SPELLINGS, one_spelling

TEXTS = [
    "The harbour pilot guided three ships into the harbour.",
    "A pilot plant refines copper and rare earths near the harbour.",
    "Rare earths are refined in the new plant.",
    "Visitors praised the bakery.",
    "龔明鑫說台灣將建立稀土生產線。",
    "",
]


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.over(TEXTS)


def bm25(question: str, k1: float = 1.2, b: float = 0.75) -> list[tuple[int, float]]:
    documents = [terms(text) for text in TEXTS]
    average = sum(map(len, documents)) / len(documents)
    scored = []
    for row, words in enumerate(documents):
        score = 0.0
        for term in dict.fromkeys(terms(question)):
            n, f = sum(term in other for other in documents), words.count(term)
            idf = math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))
            score += idf * f * (k1 + 1) / (f + k1 * (1 - b + b * len(words) / average))
        if score:
            scored.append((row, score))
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("question", ["harbour", "pilot plant", "rare earths refined", "bakery"])
def test_scores_match_the_bm25_formula(lexical: LexicalIndex, question: str) -> None:
    found, expected = lexical.search(question, 10), bm25(question)
    assert [row for row, _ in found] == [row for row, _ in expected]
    assert [s for _, s in found] == pytest.approx([s for _, s in expected], rel=1e-4)


def test_stop_words_do_not_change_the_ranking(lexical: LexicalIndex) -> None:
    assert lexical.search("what is the bakery", 5) == lexical.search("bakery", 5)
    assert [row for row, _ in lexical.search("the", 5)] != []


def test_words_are_stemmed_and_accents_folded() -> None:
    assert terms("Refining Économies") == terms("refined economy")


def test_a_country_and_its_adjective_are_one_term() -> None:
    assert terms("Bolivian ministers of Türkiye") == terms("Bolivia ministers of Turkey")
    assert terms("The French and the Dutch") == terms("The France and the Netherlands")
    assert terms("bolivianisch", "de") == ["bolivian"]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("what did the minister say", "what did the minister said"),
        ("who won the cup", "who wins the cup"),
        ("the men and women left", "the man and woman leave"),
        ("businessmen, policewomen", "businessman, policewoman"),
        ("labor at the center", "Labour at the centre"),
        ("organized defenses", "organised defences"),
        ("analyzing favorite theaters", "analysing favourite theatres"),
    ],
)
def test_forms_and_spellings_of_one_word_are_one_term(typed: str, stands: str) -> None:
    assert terms(typed) == terms(stands)
    assert LexicalIndex.over([stands]).missing(typed) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("founded", "find"),  # "found" alone is a form of "find"
        ("four", "for"),
        ("hour", "hor"),
        ("advertisement", "advert"),
        ("said", "sad"),
    ],
)
def test_words_that_only_look_like_forms_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize("word", "promise surprise exercise advise rise wise enterprise".split())
def test_the_ending_ise_of_other_words_stays(word: str) -> None:
    assert one_spelling(word) == word


def test_a_form_belongs_to_one_word_that_is_no_form_itself() -> None:
    assert not set(IRREGULAR) & set(IRREGULAR.values())
    assert all(terms(form) == terms(word) for form, word in IRREGULAR.items())
    assert all(terms(other) == terms(word) for other, word in SPELLINGS.items())


def test_forms_of_other_languages_are_left_to_their_stemmers() -> None:
    assert terms("men", "nl") != terms("man", "nl")


def test_chinese_is_found_without_spaces(lexical: LexicalIndex) -> None:
    assert lexical.search("稀土", 5)[0][0] == 4


@pytest.mark.parametrize("question", ["", "  ", "?!", "\ud800", "a" * 5000, "\x00", "zzz"])
def test_odd_questions_find_nothing_without_errors(lexical: LexicalIndex, question: str) -> None:
    assert lexical.search(question, 5) == []


def test_words_found_in_no_article_are_reported_missing(lexical: LexicalIndex) -> None:
    assert lexical.missing("Who praised the bakery in Lisbon?") == ("Lisbon",)
    assert lexical.missing("which harbours?") == ()


def test_content_words_keep_their_spelling() -> None:
    question = "What did ITRI sign before the Dialogue? 稀土"
    words = content_words(question)
    assert [word.text for word in words] == ["ITRI", "sign", "Dialogue", "稀", "土"]
    assert [word.span.of(question) for word in words] == [word.text for word in words]  # fmt: skip


@pytest.fixture(scope="module")
def in_german() -> LexicalIndex:
    texts = [
        "Die Häuser am Hafen wurden verkauft.",
        "Der Hafen ist geschlossen.",
        "The houses were sold.",
    ]
    return LexicalIndex.over(texts, ["de", "de", "en"])


def test_words_are_stemmed_in_the_language_of_their_article(in_german: LexicalIndex) -> None:
    assert terms("Häuser", "de") == terms("Haus", "de") != terms("Häuser")
    assert [row for row, _ in in_german.search("Wann wurde das Haus verkauft?", 5)] == [0]
    assert [row for row, _ in in_german.search("Which house was sold?", 5)] == [2]
    assert in_german.missing("Welches Haus wurde verkauft?") == ()


def test_stop_words_follow_the_languages_of_the_index(in_german: LexicalIndex) -> None:
    words = content_words("Warum ist der Hafen geschlossen?", ("de",))
    assert [word.text for word in words] == ["Warum", "Hafen", "geschlossen"]
    assert asked_terms("der Hafen", "de") == set(terms("Hafen", "de"))
    assert asked_terms("the harbour", "pl") == set(terms("harbour"))


@pytest.mark.parametrize("language", [*_STEMMERS, "zh", "ja", "pl", "he", "xx"])
def test_articles_in_any_two_languages_are_searched_together(language: str) -> None:
    lexical = LexicalIndex.over(["Harbour 1887 opened.", "Museum 1887."], [language, "de"])
    assert {row for row, _ in lexical.search("harbour 1887", 5)} == {0, 1}
    assert lexical.missing("harbour zeppelin") == ("zeppelin",)
    assert asked_terms("harbour", language) == set(terms("harbour", language))


def test_who_owns_questions_are_searched_by_their_verb() -> None:
    assert asked_terms("Who owns the mill?") == {"own", "mill"}
