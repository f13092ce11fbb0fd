"""Paragraphs that are entries of a list of similar things become separate sections."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Section, Span
from pincite.corpus.draft import Draft
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.passages.entries import with_entries


def listed(*paragraphs: str) -> list[tuple[str, list[str]]]:
    """The text and the context of each section found in a text of these paragraphs."""
    text = "\n\n".join(paragraphs)
    draft = with_entries(Draft(text, "Title", (Span(0, len(text)),)))
    draft.article("a", "a")
    return [(s.span.of(text), [each.of(text) for each in s.context]) for s in draft.sections]


def test_paragraphs_that_begin_alike_are_entries_with_a_key() -> None:
    told = ["Pump 1. It stands in Orsk.", "Pump 2. It leaks.", "Pump 3. It is new."]
    assert listed("We own some pumps.", *told, "All are red.") == [
        (told[0], ["Pump 1"]),
        (told[1], ["Pump 2"]),
        (told[2], ["Pump 3"]),
    ]


def test_names_before_a_colon_and_years_before_a_dash_are_keys() -> None:
    names = ["Orbo fan: two kilograms.", "Vexa heater: four.", "Lumo lamp: one."]
    assert [keys for _, keys in listed(*names)] == [["Orbo fan"], ["Vexa heater"], ["Lumo lamp"]]
    years = ["1901 – The quay is built.", "1950 – It burns.", "1987 – It is rebuilt."]
    assert [keys for _, keys in listed(*years)] == [["1901"], ["1950"], ["1987"]]


def test_an_entry_may_continue_in_further_paragraphs() -> None:
    found = listed("Pump 1. Old.", "It leaks.", "Pump 2. New.", "Pump 3. Red.", "It is dry.")
    assert [text for text, _ in found] == [
        "Pump 1. Old.\n\nIt leaks.",
        "Pump 2. New.",
        "Pump 3. Red.",
    ]


def test_prose_interviews_and_short_lists_are_left_alone() -> None:
    assert listed("He came. She left.", "They ate. It rained.", "All slept. Nobody woke.") == []
    assert listed("Lin: Why?", "Mei: Because.", "Lin: I see.", "Mei: Good.") == []
    assert listed("Pump 1. Old.", "Pump 2. New.") == []
    assert listed("1. Wash hands.", "2. Dry them.", "3. Go.") == []


def test_entries_keep_the_headings_above_and_cut_the_section_around() -> None:
    sheet = Sheet()
    sheet.heading("Stock", 1)
    for block in ("We own pumps.", "Pump 1. A.", "Pump 2. B.", "Pump 3. C.", "All are red."):
        sheet.add(block, body=True)
    text, body = sheet.finish()
    draft = with_entries(Draft(text, "", body, sections=sheet.sections))
    draft.article("a", "a")
    assert [(s.span.of(text).strip(), [c.of(text) for c in s.context]) for s in draft.sections] == [
        ("We own pumps.", ["Stock"]),
        ("Pump 1. A.", ["Stock", "Pump 1"]),
        ("Pump 2. B.", ["Stock", "Pump 2"]),
        ("Pump 3. C.", ["Stock", "Pump 3"]),
        ("All are red.", ["Stock"]),
    ]


def test_tables_and_captions_are_left_alone() -> None:
    sheet = Sheet()
    sheet.table(["Pump", "State"], [["Pump 1: a", "x"], ["Pump 2: b", "y"], ["Pump 3: c", "z"]])
    sheet.caption("Fig 1. A pump.")
    text, body = sheet.finish()
    draft = Draft(text, "", body, sections=sheet.sections)
    assert with_entries(draft) == draft


@given(
    st.lists(st.text("Pum 12.:–\n", max_size=14), max_size=12),
    st.lists(st.integers(0, 80), max_size=6, unique=True),
)
def test_sections_stay_ordered_and_within_the_text(blocks: list[str], edges: list[int]) -> None:
    text = "\n".join(blocks)
    cuts = sorted({min(edge, len(text)) for edge in edges} | {0, len(text)})
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    sections = tuple(Section(span) for span in spans[::2])
    draft = with_entries(Draft(text, "", tuple(spans[1:]), sections=sections))
    draft.article("a", "a")
