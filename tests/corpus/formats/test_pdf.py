"""PDFs: reading order, joined lines, pages, what is set aside and what is refused."""

from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Article
from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.pdf import reader
from pincite.corpus.formats.pdf.glyphs import PlacedWord
from pincite.corpus.formats.pdf.layout import text_of_pages
from pincite.corpus.formats.pdf.print.joining import Joiner
from pincite.corpus.formats.pdf.print.ruled import Rule
from tests.support.drafts import body, draft_or_reason
from tests.support.files import LEFT, column
from tests.support.files import pdf as made

RIGHT = [
    "been relaid and tested. The well-known",
    "ferry stays until then. Nobody on the quay",
    "expects it to be missed, though the well-",
    "known captain does. It has carried half a",
    "million people since the cracks were found.",
]
WHOLE = (
    "The harbor bridge will reopen to cars in May, four months late, said the city engineer who "
    "has overseen the work. A second bearing was replaced on Sunday, and the trams are to follow "
    "when the rails have been relaid and tested. The well-known ferry stays until then. Nobody on "
    "the quay expects it to be missed, though the well-known captain does. It has carried half a "
    "million people since the cracks were found."
)


def read(data: bytes, name: str = "quay-report.pdf") -> Draft:
    [draft] = reader.read(data, name)
    assert isinstance(draft, Draft)
    assert draft.pages[0] == 0
    assert list(draft.pages) == sorted(draft.pages)
    assert draft.pages[-1] <= len(draft.text)
    return draft


def by_rows(size: float = 10) -> list[tuple[float, float, float, str]]:
    """Two columns that are written row by row, as some programs do."""
    pairs = zip(column(LEFT, 72, size=size), column(RIGHT, 320, size=size), strict=True)
    return [each for pair in pairs for each in pair]


@pytest.mark.parametrize("shown", [by_rows(), column(LEFT) + column(RIGHT, 320)])
def test_columns_are_read_in_order(shown: list[tuple[float, float, float, str]]) -> None:
    assert body(read(made([shown]))) == [WHOLE]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    upright = read(made([column(LEFT)])).text
    assert read(made([column(LEFT)], turn=turn, turned=True)).text == upright


def test_lines_spanning_columns_keep_their_vertical_order() -> None:
    headline = [(72.0, 740.0, 20.0, "Bridge to reopen in May")]
    wide = "This line runs across both of the columns on this page, from left to right, like so."
    draft = read(made([[*headline, *by_rows(), (72, 600, 10, wide)]]))
    assert draft.title == "Bridge to reopen in May"
    assert draft.text == f"Bridge to reopen in May\n\n{WHOLE}\n\n{wide}"
    assert body(draft) == [f"{WHOLE}\n\n{wide}"]


def test_the_rows_of_a_table_stay_together() -> None:
    rows = [("Year", "Cost"), ("2024", "1.5"), ("2025", "4.2"), ("2026", "0.7"), ("2027", "0.1")]
    shown = [
        (x, 700 - 14 * i, 10, row[k]) for i, row in enumerate(rows) for k, x in ((0, 72), (1, 300))
    ]
    draft = read(made([shown]))
    assert draft.text.endswith("2024 | 1.5\n2025 | 4.2\n2026 | 0.7\n2027 | 0.1")
    [section] = draft.sections
    assert section.kind == "table"
    assert [span.of(draft.text) for span in section.header] == ["Year", "Cost"]


def test_a_gap_or_a_short_line_ends_a_paragraph() -> None:
    lines = column(
        [*LEFT[:2], "neer who saw it.", "A new paragraph begins here and is quite long,"]
    )
    lines += column(["and goes on to its end."], top=lines[-1][1] - 12)
    lines += column(["After a gap comes another one."], top=600)
    assert body(read(made([lines])))[0].split("\n\n") == [
        "The harbor bridge will reopen to cars in May, four months late, said the city engineer "
        "who saw it.",
        "A new paragraph begins here and is quite long, and goes on to its end.",
        "After a gap comes another one.",
    ]


def test_a_gap_or_slightly_short_sentence_ends_a_paragraph() -> None:
    full = "This line is as long as any other one of them, and so on."
    lines = column([full, full, "This one is a little shorter but it is not so short.", full, full])
    lines += column([full], top=lines[-1][1] - 30)
    assert [len(part) for part in body(read(made([lines])))[0].split("\n\n")] == [
        2 * 58 + 52, 2 * 58 - 1, 57
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a har-", "bor"], "a harbor"),
        (["a well-known, well-", "known"], "a well-known, well-known"),
        (["is known as well as a well-", "known"], "is known as well as a well-known"),
        (["the city engi-", "neer"], "the city engineer"),
        (["do look over the overlook and over-", "look"], "do look over the overlook and overlook"),
        (["the COVID-", "19 years"], "the COVID-19 years"),
        (["2019-", "2020"], "2019-2020"),
        (["Anglo-", "American"], "Anglo-American"),
        (["a dash —", "like this"], "a dash — like this"),
        (["a dash—", "like this"], "a dash—like this"),
        (["港口大橋將於", "五月重新開放"], "港口大橋將於五月重新開放"),
        (["one", "two"], "one two"),
    ],
)
def test_lines_are_joined_and_hyphens_resolved(lines: list[str], expected: str) -> None:
    text, starts = Joiner(lines).join(lines)
    assert text == expected
    assert starts[0] == 0
    assert text[starts[1] :] == lines[1]


def test_only_ligatures_are_expanded_to_letters() -> None:
    text = read(made([column(["The of\x01ce has two \x02oors, ½ of it © 2026…"])])).text
    assert text == "The office has two floors, ½ of it © 2026…"


def paged(number: int, lines: list[str], of: int = 4) -> list[tuple[float, float, float, str]]:
    head = (72.0, 760.0, 9.0, "The Quay Report" if number % 2 else "Annual figures")
    return [head, *column(lines), (300.0, 30.0, 9.0, f"Page {number} of {of}")]


def test_running_lines_are_set_aside_and_a_sentence_goes_on_over_the_page() -> None:
    first, second = paged(1, LEFT), paged(2, RIGHT)
    third = paged(3, ["The third page has a sentence of its own."])
    fourth = paged(4, ["The fourth page has one too, and it is last."])
    draft = read(made([first, second, third, fourth]))
    assert "".join(body(draft)).startswith(WHOLE)
    for line in ("The Quay Report", "Annual figures", "Page 1 of 4", "Page 4 of 4"):
        assert line in draft.text
        assert not any(line in part for part in body(draft))
    pages = [
        draft.text.index(words) for words in ("The harbor", "been relaid", "The third", "The f")
    ]
    article = Article("a", "", draft.text, "a", draft.body, pages=draft.pages)
    assert [article.page(at) for at in pages] == [1, 2, 3, 4]
    assert article.page(pages[1] - 2) == 1


def test_vertical_text_in_the_margin_is_set_aside() -> None:
    lines = [PlacedWord(line, 72, 700 - 12 * i, 328, 12) for i, line in enumerate(RIGHT[3:])]
    margin = PlacedWord("stamped on the margin, a long way up", 32, 640, 100, 12, 90)
    text, spans, _, _, _ = text_of_pages([[lines[0], margin, *lines[1:]]])
    assert text.endswith(f"million people since the cracks were found.\n\n{margin.text}")
    assert [span.of(text) for span in spans] == [text.removesuffix(f"\n\n{margin.text}")]


def test_a_page_of_only_vertical_text_is_read() -> None:
    margin = PlacedWord("stamped", 32, 640, 100, 12, 90)
    assert text_of_pages([[margin]]).text == "stamped"
    assert text_of_pages([[margin, PlacedWord("no.", 72, 700, 18, 12)]]).text == "stamped\n\nno."


def test_text_without_a_unicode_mapping_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def garbled(*_: object) -> tuple[list[list[PlacedWord]], list[list[Rule]], None]:
        assert reader._lock.locked()
        return [[PlacedWord("\ue001\ue002\ufffdabc", 72, 700, 18, 12)]], [[]], None

    monkeypatch.setattr(reader, "_pages", garbled)
    with pytest.raises(ReadError, match="run OCR first"):
        reader.read(b"%PDF-1.7", "a.pdf")


def test_empty_pages_are_counted() -> None:
    draft = read(made([column(["First."]), [], column(["Third."])]))
    assert draft.text == "First.\n\nThird."
    assert draft.pages == (0, 8, 8)


def test_pages_with_drawings_but_no_text_are_reported_missing() -> None:
    words, drawn = column(["Some words."]), b" 9 9 m 99 99 l S"
    assert read(made([words, [], words])).missing == ""
    assert read(made([words, []], drawn=drawn)).missing == f"page 2 of 2: {reader.PICTURES}"
    pages = [[], words, [], [], [], words, []]
    assert read(made(pages, drawn=drawn)).missing == f"pages 1, 3-5, 7 of 7: {reader.PICTURES}"
    many = read(made([words, []] * 10, drawn=drawn)).missing
    assert many == f"pages 2, 4, 6, 8, 10, 12, 14, 16 and 2 more of 20: {reader.PICTURES}"


def test_a_damaged_page_loses_no_other_page() -> None:
    data = made([column(["First."]), column(["Second."]), column(["Third."])])
    draft = read(data.replace(b"7 0 obj<</Type/Page/", b"7 0 obj<</Type/Gone/"))
    assert draft.text == "First.\n\nThird."
    assert draft.missing == f"page 2 of 3: {reader.UNREADABLE}"
    with pytest.raises(ReadError, match="damaged"):
        reader.read(data.replace(b"<</Type/Page/", b"<</Type/Gone/"), "a.pdf")


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (made([column(LEFT)], trailer=LOCK), "needs a password"),
        (made([[]]), "a scanned PDF; run OCR first"),
        (made([column(["— . —"])]), "a scanned PDF; run OCR first"),
        (b"", "damaged"),
        (b"%PDF-1.7 and no more", "damaged"),
        (b"words", "damaged"),
    ],
)
def test_unreadable_pdfs_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        reader.read(data, "a.pdf")


def test_a_pdf_with_too_many_pages_or_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made([column(LEFT)] * 3)
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    with pytest.raises(ReadError, match="3 pages; at most 2"):
        reader.read(data, "a.pdf")
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_TEXT", 50)
    with pytest.raises(ReadError, match="of text; split it"):
        reader.read(data, "a.pdf")


def test_pdfs_are_refused_if_pypdfium2_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match="PDF cannot be read in this installation"):
        reader.read(made([column(LEFT)]), "a.pdf")


def test_many_threads_read_at_once() -> None:
    data, found = made([by_rows()] * 3), []
    threads = [threading.Thread(target=lambda: found.append(read(data).text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_file_cut_anywhere_is_read_or_refused() -> None:
    data = made([by_rows(), column(LEFT)], info="/Title(A title)")
    for end in range(0, len(data), max(1, len(data) // 60)):
        draft_or_reason(read, data[:end])


@given(st.binary(max_size=200), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    draft_or_reason(read, noise)
    draft_or_reason(read, b"%PDF-1.7\n" + noise)
    data = made([by_rows()])
    draft_or_reason(read, data[:at] + noise + data[at + len(noise) :])


places = st.floats(-1000, 3000)
shown = st.tuples(
    places, places, st.sampled_from([1.0, 9.0, 10.0, 30.0]), st.text("ab -.", max_size=9)
)


@given(st.lists(st.lists(shown, max_size=12), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_words_are_read_wherever_they_are_placed(
    pages: list[list[tuple[float, float, float, str]]],
) -> None:
    draft_or_reason(read, made(pages))
