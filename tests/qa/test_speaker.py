"""The speaker of a quotation."""

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.sentences import sentence_spans
from pincite.qa.asking.quoting.people import named_in
from pincite.qa.asking.quoting.speaker import speaker


def said_by(text: str, quote: str) -> str | None:
    article = Article("a", "", text, "/a", (Span(0, len(text)),))
    at = text.index(quote)
    sentences = list(sentence_spans(text, article.body))
    found = speaker(article, Span(at, at + len(quote)), sentences)
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"QUOTE," said Olof Brandt, the harbor master.', "Olof Brandt"),
        ('"QUOTE," said the Minister of Economic Affairs, Kung Ming-hsin.', "Kung Ming-hsin"),
        ('"QUOTE," said the Minister of Economic Affairs Kung Ming-hsin.', "Kung Ming-hsin"),
        ('"QUOTE," Economic Affairs Minister Kung Ming-hsin told reporters.', "Kung Ming-hsin"),
        ('"QUOTE," U.S. Secretary of State Mara Lind said.', "Mara Lind"),
        ('"QUOTE," said Prime Minister of Ostland Mara Lind on Friday.', "Mara Lind"),
        ('"QUOTE," said Prime Minister of the United Coasts Mara Lind.', "Mara Lind"),
        ("Ostland's President Abdel Fattah el-Sidi said QUOTE today.", "Abdel Fattah el-Sidi"),
        ('"QUOTE," said a spokesman for the Canal Authority, Adam Boz.', "Adam Boz"),
        ('"QUOTE," said Mara Lind of Wexby City Council.', "Mara Lind"),
        ('"QUOTE," MSP Mara Lind said.', "Mara Lind"),
        ("The Canal Authority said QUOTE was so.", "Canal Authority"),
        ("QUOTE is so, said Miguel Ángel, who keeps the harbor.", "Miguel Ángel"),
        ('Asked about it, Lind added: "QUOTE."', "Lind"),
        ('Lt. Gen. Osama Boz of the Canal Authority spoke. "QUOTE," he said.', "Osama Boz"),
        ('Mayor Tilda Crane met the Harbor Association. "QUOTE," she said.', "Tilda Crane"),
        ('"The mud is old," Brenn said. "QUOTE."', "Brenn"),
        ('Mayor Tilda Crane said so on Friday.\n\n"QUOTE."\n\nIt rained.', "Tilda Crane"),
        ("It rained. QUOTE was new to the town.", None),
    ],
)
def test_the_speaker_is_named_without_titles(text: str, name: str | None) -> None:
    quote = "the plan of the town"
    assert said_by(text.replace("QUOTE", quote), quote) == name


def test_names_end_with_their_sentence() -> None:
    text = "So says Mara Lind. Lind was there."
    assert [each.span.of(text) for each in named_in(text, Span(0, len(text)))] == [
        "Mara Lind",
        "Lind",
    ]
