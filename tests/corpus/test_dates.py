"""Written dates are parsed with their time zone and never guessed."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.metadata.date_lines import placed_stamp_in, stamp_in
from pincite.corpus.metadata.dates import iso_date, written_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-02-03", "2026-02-03"),
        ("20260203", "2026-02-03"),
        ("2026/02/03 21:15", "2026-02-03T21:15:00"),
        ("2026-02-03T21:37:00Z", "2026-02-03T21:37:00+00:00"),
        ("2026-02-03T21:37:00+08:00", "2026-02-03T21:37:00+08:00"),
        ("2026-02-03 21:15:00 +0800", "2026-02-03T21:15:00+08:00"),
        ("Feb. 3, 2026", "2026-02-03"),
        ("Feb 3rd, 2026 at 9:15 a.m. (GMT+8)", "2026-02-03T09:15:00+08:00"),
        ("February 3, 2026, 9:15 PM EST", "2026-02-03T21:15:00-05:00"),
        ("12:05", None),
        ("Feb. 3, 2026 12:05 AM", "2026-02-03T00:05:00"),
        ("Feb. 3, 2026 12:05 PM UTC", "2026-02-03T12:05:00+00:00"),
        ("3 February 2026", "2026-02-03"),
        ("3-Feb-2026", "2026-02-03"),
        ("3. März 2026", "2026-03-03"),
        ("1er mars 2026", "2026-03-01"),
        ("3 de febrero de 2026", "2026-02-03"),
        ("2026年2月3日", "2026-02-03"),
        ("27.01.2026", "2026-01-27"),
        ("03.02.2026", "2026-02-03"),
        ("01/27/2026 09:15 PM", "2026-01-27T21:15:00"),
        ("27/01/2026", "2026-01-27"),
        ("02/02/2026", "2026-02-02"),
        ("Tue, 03 Feb 2026 21:37:00 GMT", "2026-02-03T21:37:00+00:00"),
        ("Tue Feb 03 21:37:05 CET 2026", "2026-02-03T21:37:05+01:00"),
        ("Feb 3 21:37 2026", "2026-02-03T21:37:00"),
        ("2026-02-03 21:15 CST", "2026-02-03T21:15:00"),  # CST is ambiguous: China or Chicago
        ("02/03/2026", None),  # ambiguous: February or March
        ("2026-02-30", None),
        ("Feb. 30, 2026", None),
        ("30/30/2026", None),
        ("2026-02-03 25:00", None),
        ("Feb. 3, 2026 13:05 PM", None),
        ("2026-02-03 21:15 +99:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("Feb. 3", None),
        ("2026", None),
        ("yesterday", None),
        ("Chapter 3, May 12, 2026", None),
        ("", None),
        (None, None),
        (20260203, None),
    ],
)
def test_written_dates_are_parsed(written: object, iso: str | None) -> None:
    assert written_date(written) == iso


@given(st.datetimes(datetime(1000, 1, 2), datetime(2200, 12, 30)), st.integers(-23 * 60, 23 * 60))
def test_dates_formatted_by_python_are_parsed(moment: datetime, minutes: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert written_date(moment.isoformat()) == iso_date(moment.isoformat()) == moment.isoformat()
    assert written_date(moment.strftime("%Y/%m/%d %H:%M:%S %z")) == moment.isoformat()
    assert written_date(moment.strftime("%B %d, %Y")) == moment.date().isoformat()


@given(st.text(max_size=200) | st.from_regex(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} ?\d?\d?:?\d\d?"))
def test_any_text_gives_an_iso_date_or_none(text: str) -> None:
    found = written_date(text)
    if found is not None:
        assert json.dumps(found).isascii()
        assert date.fromisoformat(found[:10]).year >= 1000
    stamp_in(text)


@pytest.mark.parametrize(
    ("line", "label", "days"),
    [
        ("Published Feb. 3, 2026", "published", ["2026-02-03"]),
        ("First published: Feb. 3, 2026, 9:15 PM", "published", ["2026-02-03"]),
        ("發稿時間：2026/02/03 21:15", "published", ["2026-02-03"]),
        ("Veröffentlicht am 3. März 2026", "published", ["2026-03-03"]),
        ("Last updated on 2026-02-03", "updated", ["2026-02-03"]),
        ("2026/2/3 21:15（2/3 22:01 更新）", "", ["2026-02-03"]),
        ("By Jane Roe | Feb. 3, 2026", "", ["2026-02-03"]),
        ("02/03/2026 09:37 PM - Society", "", ["2026-02-03", "2026-03-02"]),
        ("Tuesday, Feb. 3, 2026", "", ["2026-02-03"]),
    ],
)
def test_date_stamps_are_recognised(line: str, label: str, days: list[str]) -> None:
    stamp = stamp_in(line)
    assert stamp is not None
    assert stamp.label == label
    assert [day.isoformat() for day in stamp.moment.days] == days


@pytest.mark.parametrize(
    "line",
    [
        "2026-02-03 was a Tuesday.",
        "On Feb. 3, 2026 the bridge opened.",
        "The paper published Feb. 3, 2026",
        "Feb. 3",
        "3 hours ago",
        "Published by the Quay Post",
    ],
)
def test_a_sentence_with_a_date_is_not_a_stamp(line: str) -> None:
    assert stamp_in(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Orsk, 3 February 2026", "Orsk"),
        ("The Lake Post, Feb. 3, 2026", "The Lake Post"),
        ("Bad Orb an der Lahn, den 3. Februar 2026", "Bad Orb an der Lahn"),
        ("ÎLE-DE-RÉ, le 3 février 2026", "ÎLE-DE-RÉ"),
        ("高雄, 2026年2月3日", "高雄"),
    ],
)
def test_a_place_or_a_paper_may_stand_before_a_date(line: str, name: str) -> None:
    found = placed_stamp_in(line)
    assert found is not None
    assert (found[0].moment.days, found[1]) == ((date(2026, 2, 3),), name)


@pytest.mark.parametrize(
    "line",
    [
        "Updated, 3 February 2026",
        "Tuesday, 3 February 2026",
        "the mill, 3 February 2026",
        "Deadline: Orsk, 3 February 2026",
        "She was born in Orsk, 3 February 2026",
        "Orsk, 3 February 2026 was cold.",
        "Orsk, Updated: 3 February 2026",
        "Died, 3 May 1931",
        "Photo Lund, 3 May 1921",
        "Copyright The Lake Post, 3 May 2021",
    ],
)
def test_other_lines_with_a_date_behind_a_comma(line: str) -> None:
    assert placed_stamp_in(line) is None
