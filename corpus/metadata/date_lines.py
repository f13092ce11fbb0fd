"""Recognises lines that state only a date: "Published: Feb. 3, 2026, 9:15 PM", "02/03/2026 -
Society"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pincite.corpus.metadata.dates import MOMENT, Moment, moment_of
from pincite.corpus.metadata.months import is_weekday
from pincite.corpus.metadata.numerals import plain_digits

_LONGEST: Final = 160
_FIRST: Final = (
    r"(?:first |date )?(?:published|posted|publication|publish(?:ed)? date|issued)"
    r"|(?:erst)?veröffentlicht|erschienen|publié|publicado|pubblicato|gepubliceerd|opublikowano|publiziert|geplaatst|postado|dodano|размещено|добавлено"
    r"|опубликовано|發稿時間|發布時間|发布时间|公開日"
)
_LATER: Final = (
    r"(?:last )?(?:updated?|modified|edited|revised|reviewed|changed)|mis à jour|modifié"
    r"|aktualisiert|(?:zuletzt )?(?:geändert|bearbeitet)|(?:letzte )?(?:aktualisierung|änderung)"
    r"|stand|actualizado|modificado|atualizado|aggiornato|modificato|bijgewerkt|gewijzigd"
    r"|zaktualizowano|aktualizacja|обновлено|изменено|(?:最終)?更新(?:日|時間|时间|於|于)?|수정"
)
_LINE: Final = re.compile(
    rf"(?:(?P<first>{_FIRST})|(?P<later>{_LATER})|date|by [^|·•\n]{{3,80}}[|·•])?"
    rf"(?:[:：]| on| at| le| am| el| il| op)* *(?:(?P<day>[^\W\d_]+(?:-feira)?)[.,]{{0,2}} +)?"
    rf"{MOMENT}(?P<rest> ?[-–—|·/(（].{{0,40}})?",
    re.IGNORECASE,
)
LATER: Final = re.compile(rf"(?<![^\W_])(?:{_LATER})(?![a-zà-ÿ])", re.IGNORECASE)
FIRST: Final = re.compile(
    rf"(?<![^\W_])(?:{_FIRST}|(?:ein|on)gestellt|created|erstellt|written|geschrieben|gepostet)(?![a-zà-ÿ])",
    re.IGNORECASE,
)

_CAPITAL: Final = r"[^\W\d_a-zß-ÿ][^\W\d_]*"
_SMALL: Final = r"(?:of|the|and|am|an|der|de|del|la|le|les|sur|upon)(?!\w)"
_PLACED: Final = re.compile(
    rf"({_CAPITAL}(?:[ .'’-]{{1,2}}(?:{_CAPITAL}|{_SMALL})){{0,5}}),"
    r" ?(?:(?:den|le|the|el|il|li|op) )?(?=[^\s,])"
)
# What stands before the date of something else than the text.
_OTHER: Final = re.compile(
    r"(?:photo(?:s|graph\w*)?|foto|died|born|expires|deadline|retrieved|accessed|copyright"
    r"|gestorben|geboren)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that states a date. ``label`` is "published", "updated", or "" if the line has no
    label."""

    moment: Moment
    label: str


def stamp_in(line: str) -> Stamp | None:
    """The stamp in a line that states a date and, beside it, at most a section's or an author's
    name; else None."""
    match = _LINE.fullmatch(plain_digits(line).strip()) if len(line) <= _LONGEST else None
    moment = moment_of(match)
    if match is None or moment is None or not (match["day"] is None or is_weekday(match["day"])):
        return None
    return Stamp(moment, "published" if match["first"] else "updated" if match["later"] else "")


def placed_stamp_in(line: str) -> tuple[Stamp, str] | None:
    """The stamp in a line of a place or a paper and a date, as letters and cuttings begin, and the
    name before it: "Orsk, den 3. Mai 2021", "The Lake Post, 3 May 2021". None if it is another
    line."""
    match = _PLACED.match(line.strip()) if len(line) <= _LONGEST else None
    if match is None or LATER.search(match[1]) or is_weekday(match[1]) or _OTHER.match(match[1]):
        return None
    stamp = stamp_in(line.strip()[match.end() :])
    return None if stamp is None or stamp.label else (stamp, match[1])
