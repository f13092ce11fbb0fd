"""Parts of regular expressions for the line rules: how pages write dates, times, ages and names.

They are meant for ``re.IGNORECASE``. They have no capturing groups, and only the letters of a word
are repeated without a limit.
"""

from __future__ import annotations

from typing import Final

_MONTH: Final = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]v(?:rier)?|mar(?:ch|s)?|märz|apr(?:il)?"
    r"|avr(?:il)?"
    r"|may|mai|june?|juni|juin|july?|juli|juil(?:let)?|aug(?:ust)?|août|sept?(?:ember|embre)?"
    r"|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|déc(?:embre)?"
    r"|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|septiembre|octubre"
    r"|noviembre|dic(?:iembre)?)\.?"
)
_WEEKDAY: Final = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"|(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo))"
)
DATE: Final = (
    rf"(?:{_WEEKDAY}[.,]{{0,2}} )?"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}(?:\.|er)? (?:de )?{_MONTH},? (?:de )?\d{{4}}"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
CLOCK: Final = (
    r"\d{1,2}(?:[:.]|\ ?h\ ?)\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: uhr)?"
    r"(?: \(?(?:gmt|utc|[a-z]{2,3}t)\)?)?"
)
AGO: Final = (
    r"(?:(?:\d{1,2}|an?) (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week)s?\.? ago"
    r"|\d{1,2} ?(?:分鐘|分钟|小時|小时|天|分|時間|日)前"
    r"|vor \d{1,2} (?:minuten?|stunden?|tag(?:en)?)|il y a \d{1,2} (?:minutes?|heures?|jours?)"
    r"|hace \d{1,2} (?:minutos?|horas?|días?))"
)
STAMP: Final = rf"(?:{DATE}(?:,|T| at| -| \||,? um|,? à| a las)? ?{CLOCK}|{AGO})"
DATED: Final = rf"(?:{STAMP}|{DATE})"

SECTION: Final = (
    r"(?-i:[A-Z][\w&'’.-]{1,20}(?: (?:&|and|[A-Z][\w&'’.-]{0,20})){0,3}|[\u4e00-\u9fff]{2,6})"
)
NAME: Final = r"(?-i:[A-ZÀ-ÖØ-Þ][\w.'’-]*|[\u4e00-\u9fff]{2,4})"
PARTICLE: Final = r"(?-i:and|&|al|bin|da|de|del|den|der|di|du|et|la|le|und|van|von|y)"
MORE_NAMES: Final = rf"(?:,?(?: {PARTICLE}){{0,2}} {NAME})"
NAMES: Final = rf"{NAME}{MORE_NAMES}{{0,9}}"
NO_STOP: Final = r"(?<![.。!?！？])"  # at the end: the line does not end like a sentence
