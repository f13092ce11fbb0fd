"""Datelines and bylines of wire stories, and lines that only resemble them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.metadata.dateline import Dateline, byline, dateline

DATELINES: list[tuple[str, str | None, tuple[int | None, int | None, int | None]]] = [
    # paragraph, agency, (year, month, day)
    ("Taipei, Feb. 3 (CNA) The cabinet met.", "CNA", (None, 2, 3)),
    ("Taipei, Feb. 3 (CNA) - The cabinet met.", "CNA", (None, 2, 3)),
    ("New Taipei, Dec. 31 (CNA) The city met.", "CNA", (None, 12, 31)),
    ("LONDON, March 4 (Reuters) - The bank met.", "Reuters", (None, 3, 4)),
    ("LONDON/PARIS, March 4 (Reuters) - Both met.", "Reuters", (None, 3, 4)),
    ("SÃO PAULO, 4 March (EFE) - The court met.", "EFE", (None, 3, 4)),
    ("BERLIN, 3. März (dpa) - Der Bundestag tagte.", "dpa", (None, 3, 3)),
    ("Berlin (dpa) - Der Bundestag tagte.", "dpa", (None, None, None)),
    ("WASHINGTON (AP) — The Senate met.", "AP", (None, None, None)),
    ("NEW YORK (AP) — The board met.", "AP", (None, None, None)),
    ("KYIV, Ukraine (AP) — The council met.", "AP", (None, None, None)),
    ("PORT-AU-PRINCE, Haiti (AP) — The council met.", "AP", (None, None, None)),
    ("TAIPEI (Taiwan News) — The cabinet met.", "Taiwan News", (None, None, None)),
    ("GENEVA (The Quay Post) - The panel met.", "The Quay Post", (None, None, None)),
    ("(Reuters) - The firm met.", "Reuters", (None, None, None)),
    ("NEW YORK, Feb. 3, 2026 /PRNewswire/ -- The firm met.", "PRNewswire", (2026, 2, 3)),
    ("PARIS — The mayor spoke.", None, (None, None, None)),
    ("ST. LOUIS — The mayor spoke.", None, (None, None, None)),
    ("WASHINGTON, D.C. — Officials spoke.", None, (None, None, None)),
    ("TOKYO, Sept. 30 — The minister spoke.", None, (None, 9, 30)),
    ("DENVER, Jan. 10, 2023. The layer is healing.", None, (2023, 1, 10)),
    ("DARMSTADT, Germany, March 14, 2025. A craft flew.", None, (2025, 3, 14)),
    ("LONDON, Feb. 30 (Reuters) - No such day.", "Reuters", (None, 2, 30)),
    ("（中央社台北3日電）行政院今天開會。", "中央社", (None, None, 3)),
    ("（中央社記者王小明台北3日電）行政院今天開會。", "中央社", (None, None, 3)),
    ("（中央社東京2月3日綜合外電報導）內閣今天開會。", "中央社", (None, 2, 3)),
    ("新华社北京2月3日电（记者李明）国务院今天开会。", "新华社", (None, 2, 3)),
    ("【ロンドン共同】内閣は三日、会合を開いた。", "共同", (None, None, None)),
    ("(서울=연합뉴스) 홍길동 기자 = 정부는 회의를 열었다.", "연합뉴스", (None, None, None)),
    ("OSTRAVA, 9 April 2021", None, (2021, 4, 9)),
    ("NOVI SAD, Aug. 2, 2020", None, (2020, 8, 2)),
]
NO_DATELINES = [
    "MARCH 4 (the day) was cold.",
    "MARCH (AP) — cold.",
    "MAY, June 4 — the singer spoke.",
    "Washington (the man) said no.",
    "Washington (D.C.) said no.",
    "Washington said on Feb. 3 that it was over.",
    "Paris is the capital of France.",
    "Boston (AP) The court met.",
    "Easter, March 4, 2024 — a day of rest.",
    "Sunday, March 4 — the day of rest.",
    "On Feb. 3 (Tuesday) the court met.",
    "NASA (National Aeronautics and Space Administration) — the agency of that name.",
    "PTA (Pacific Times Agency) — the agency of that name.",
    "IBM (NYSE: IBM) — The firm met.",
    "BREAKING — The mayor spoke.",
    "UPDATE, March 4 — The mayor spoke.",
    "OPINION: The mayor spoke.",
    "WHO said, March 4, that it was over.",
    "U.S. — Canada ties.",
    "AI — what it is.",
    "A MAN — and his dog.",
    "I — and nobody else.",
    "PARIS, March 4",
    "UPDATED, March 4, 2024",
    "Ada Holm, March 4, 1950",
    "TAIPEI. Half of it was made at home.",
    "PARIS —",
    "中央社台北報導",
    "",
]


@pytest.mark.parametrize(("paragraph", "agency", "day"), DATELINES)
def test_datelines_are_recognised(
    paragraph: str, agency: str | None, day: tuple[int | None, int | None, int | None]
) -> None:
    found = dateline(paragraph)
    assert found is not None
    assert (found.agency, (found.year, found.month, found.day)) == (agency, day)


@pytest.mark.parametrize("paragraph", NO_DATELINES)
def test_text_that_only_resembles_a_dateline_is_rejected(paragraph: str) -> None:
    assert dateline(paragraph) is None


def test_reporters_are_read_from_a_dateline() -> None:
    chinese, korean = DATELINES[24][0], DATELINES[28][0]
    assert [found and found.persons for found in map(dateline, (chinese, korean))] == [
        "王小明",
        "홍길동",
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("BY JANE ROE", "JANE ROE"),
        ("By Matt Yu and Lin Ko", "Matt Yu and Lin Ko"),
        ("By Jane Roe and John Doe, Staff Writer", "Jane Roe and John Doe"),
        ("By Jane Roe, John Doe and Max Poe", "Jane Roe, John Doe and Max Poe"),
        ("By Jane Roe Staff Reporter", "Jane Roe"),
        ("By Jane Roe / Staff reporter", "Jane Roe"),
        ("By Jane Roe | The Quay Post", "Jane Roe"),
        ("By JANE ROE Associated Press", "JANE ROE"),
        ("By Jane Roe in London", "Jane Roe"),
        ("By Jane Roe, 3 Feb 2026", "Jane Roe"),
        ("By J. K. Poe", "J. K. Poe"),
        ("By Ludwig van Poe", "Ludwig van Poe"),
        ("By The Associated Press", "The Associated Press"),
        ("By Reuters", "Reuters"),
        ("(By Lin Mei and Ko Lin)", "Lin Mei and Ko Lin"),
        ("（By Lin Mei）", "Lin Mei"),
        ("(By Yang Shun-ju and Matt Yu) Enditem/kb", "Yang Shun-ju and Matt Yu"),
        ("It will open in May, he added. (By Lin Mei)", "Lin Mei"),
        ("(Reporting by Jane Roe; Editing by John Doe)", "Jane Roe"),
        ("Reporting by Jane Roe in London and John Doe in Paris; editing by Max Poe",
         "Jane Roe and John Doe"),
        ("By the science handlers", None),
        ("By Friday the bridge will open", None),
        ("By Monday", None),
        ("By Jane", None),
        ("By Popular Demand", None),
        ("By Staff Writer", None),
        ("By Jane Roe and John Doe have decided to go.", None),
        ("By New York standards it is small.", None),
        ("(By the way, this is wrong.)", None),
        ("The book was written by Jane Roe", None),
        ("Reporting by the agency showed that it was wrong.", None),
        ("", None),
    ],
)  # fmt: skip
def test_bylines_give_the_author_s_names(line: str, names: str | None) -> None:
    assert byline(line) == names


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        (date(2026, 2, 3), date(2026, 2, 3)),
        (date(2026, 2, 4), date(2026, 2, 3)),
        (date(2026, 2, 10), date(2026, 2, 3)),
        (date(2026, 2, 2), date(2026, 2, 3)),
        (date(2026, 2, 11), None),
        (date(2026, 2, 1), None),
        (date(2025, 3, 2), None),
    ],
)
def test_the_year_of_a_dateline_comes_from_a_nearby_stamp(stated: date, meant: date | None) -> None:
    assert Dateline("TAIPEI", month=2, day=3).date_near(stated) == meant


def test_a_dateline_before_new_year_gets_the_year_before() -> None:
    assert Dateline("TAIPEI", month=12, day=31).date_near(date(2026, 1, 1)) == date(2025, 12, 31)
    assert Dateline("台北", day=31).date_near(date(2026, 1, 1)) == date(2025, 12, 31)


@given(st.text(max_size=400))
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    dateline(text)
    byline(text)


@pytest.mark.parametrize(
    "line",
    [
        "A" * 2000,
        "A-" * 1000,
        "AB CD " * 400,
        "Ab Cd " * 300 + "x",
        "By " + "Ab Cd, " * 20 + "x.",
        "By " + "A. " * 50 + "!",
        "Reporting by " + "Ab in Cd and " * 100,
        "（中央社記者" + "王、" * 400,
        "(By " + "Ab " * 90 + "( (By",
    ],
)
def test_long_lines_do_not_take_exponential_time(line: str) -> None:
    """A regular expression with exponential time would exceed the timeout of the test run."""
    for _ in range(20):
        dateline(line)
        byline(line)
