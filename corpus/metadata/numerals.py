"""Numbers in dates as East Asian and other scripts write them, in digits. Every replacement has the
length of what it replaces, so that offsets stay."""

from __future__ import annotations

import re
from typing import Final

# full-width, Arabic and Persian digits
_DIGITS: Final = {
    zero + n: str(n) for zero in (0xFF10, 0x0660, 0x06F0) for n in range(10)
} | {0x3007: "0"}  # fmt: skip
_ONES: Final = {word: n for n, word in enumerate("〇一二三四五六七八九")} | {"零": 0}
_CHINESE: Final = re.compile(
    "(?P<year>[〇零0一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    "(?P<day>[一二三四五六七八九十]{1,3})日"
)
_ERA: Final = re.compile(
    "(?P<era>令和|平成|昭和|大正|民國|民国) ?(?P<year>元|[0-9]{1,3}) ?年 ?"
    "(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?日"
)
_BEFORE: Final = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "民國": 1911,
    "民国": 1911,
}


def plain_digits(line: str) -> str:
    """The line with digits of other scripts, Chinese numbers in dates and years of Japanese eras
    and of Taiwan written in plain digits."""
    if line.isascii():
        return line
    line = line.translate(_DIGITS)
    return _ERA.sub(_of_era, _CHINESE.sub(_of_chinese, line)) if "年" in line else line


def _of_chinese(match: re.Match[str]) -> str:
    year = "".join(str(_ONES.get(word, 0)) for word in match["year"])
    return f"{year}-{_number(match['month'])}-{_number(match['day'])}".rjust(len(match[0]))


def _of_era(match: re.Match[str]) -> str:
    year = _BEFORE[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))
    return f"{year}-{int(match['month'])}-{int(match['day'])}".rjust(len(match[0]))


def _number(words: str) -> int:
    """The number that one to three Chinese numerals below a hundred make."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _ONES.get(words, 0) if len(words) == 1 else 0
    return 10 * _ONES.get(tens, 1) + _ONES.get(ones, 0)
