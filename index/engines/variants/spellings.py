"""British and American spellings of one word: "labour" and "labor", "organise" and "organize".

One desk reads papers of both sides. The facts are common knowledge of English spelling. Doubled
letters ("travelled", "traveled") need no rule, since the stemmer takes them for one word.
"""

from __future__ import annotations

import re
from typing import Final

_OUR: Final = re.compile(
    r"^((?:dis|mis|over|un)?(?:arb|ard|arm|behavi|cand|clam|col|demean|enam|endeav|fav|ferv|flav|glam"
    r"|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig)o)u(r)"
)
# words whose ending is no "-ize" are left as they are
_NOT_ISE: Final = (
    "(?:advert|adv|apprais|apprent|ar|bru|chast|compr|comprom|conc|cru|dem|desp|dev|disgu|enterpr"
    "|exerc|exc|expert|franch|gu|improv|inc|merchand|no|parad|po|pra|prec|prem|pr|prom|ra|rev|r"
    "|superv|surm|surpr|telev|treat|v|w)is"
)
_ISE: Final = re.compile(
    rf"^(?!{_NOT_ISE})(\w{{2,}}i)s(e|es|ed|er|ers|ing|able|ation|ations|ational)$"
)
_YSE: Final = re.compile(r"^((?:anal|catal|paral|electrol)y)s(e|ed|er|ers|ing)$")
_TABLE: Final = """
aluminum aluminium; analog analogue; anemia anaemia; anesthetic anaesthetic;
anesthesia anaesthesia; archeology archaeology; archeologist archaeologist; artifact artefact;
caliber calibre; catalog catalogue; center centre; centimeter centimetre; cozy cosy; curb kerb;
defense defence; dialog dialogue; diarrhea diarrhoea; draft draught; encyclopedia encyclopaedia;
estrogen oestrogen; fetus foetus; fetal foetal; fiber fibre;
gray grey; gynecology gynaecology; hemorrhage haemorrhage;
jail gaol; jewelry jewellery; judgment judgement; kilometer kilometre;
leukemia leukaemia; license licence; liter litre; luster lustre; maneuver manoeuvre;
meager meagre; meter metre; millimeter millimetre; mold mould; mustache moustache;
offense offence; orthopedic orthopaedic; pajamas pyjamas; pediatric paediatric;
pediatrician paediatrician; pedophile paedophile; plow plough; pretense pretence;
program programme; saber sabre; skeptic sceptic; skeptical sceptical; skepticism scepticism;
skillful skilful; smolder smoulder; somber sombre; specter spectre; sulfur sulphur;
theater theatre; tire tyre; whiskey whisky; willful wilful
"""

SPELLINGS: Final[dict[str, str]] = {
    other: first for first, other in (each.split() for each in _TABLE.split(";"))
}
"""The American spelling by the other one, for words that no rule finds; in lower case."""


def one_spelling(word: str) -> str:
    """An English word in lower case with the endings of "labor", "organize" and "analyze"; the word
    itself if it has none of them."""
    word = _OUR.sub(r"\1\2", word)
    return _YSE.sub(r"\1z\2", _ISE.sub(r"\1z\2", word))
