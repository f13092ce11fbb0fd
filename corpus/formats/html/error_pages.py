"""Recognises pages that are not articles: "not found", errors, browser checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use

AN_ERROR: Final = "an error page, not an article"
A_CHECK: Final = "a browser check, not an article; open it in a browser and save it there"

_MOST: Final = 200  # words; an article about error pages is longer
_PAGE: Final = r"(?:page|url|address|file|article|resource|document|content|site)"
_ERROR_TITLE: Final = re.compile(
    r"^\W*(?:error\W{0,3})?(?:40[0134]|410|429|50[0234])\b"
    r"|\b(?:error|http) ?(?:40[0134]|50[0234])\b"
    rf"|\b{_PAGE} (?:was |is |could |can )?(?:not|n[o’']t|cannot be) (?:be )?(?:found|available)"
    rf"|^not found\b|^(?:access denied|forbidden|bad gateway|service unavailable)\b"
    rf"|^(?:oops|sorry)\b.{{0,40}}{_PAGE}|can(?:no|['’])t find (?:that|the|this) {_PAGE}"
    r"|seite (?:wurde )?nicht gefunden|page (?:non trouvée|introuvable)"
    r"|página no (?:encontrada|existe)|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|nie znaleziono strony|страница не найдена"
    r"|页面(?:不存在|未找到|无法找到)|頁面不存在|找不到(?:網頁|网页|頁面|页面)|ページが見つかりません",
    re.IGNORECASE,
)
_ERROR_TEXT: Final = re.compile(
    r"(?:you(?:['’]re| are| were)? (?:looking for|requested|tried to)|the requested)"
    r"|(?:could|can) ?not be found|(?:was|is) not found|(?:does ?n['o’]t|no longer) exist"
    r"|may have (?:been )?(?:moved|removed|deleted|expired)|has been (?:moved|removed|deleted)"
    r"|(?:back|return|go) to (?:the |our )?(?:home|front|start)|try (?:searching|again)"
    r"|permission to access|on this server|reference #|server (?:error|is)"
    r"|existiert nicht|nicht (?:mehr )?(?:gefunden|verfügbar)|startseite"
    r"|n['’]existe (?:pas|plus)|(?:page|retour à l['’])\W?accueil|no existe|não existe|non esiste"
    r"|bestaat niet|nie istnieje|не существует|首页|首頁|トップページ",
    re.IGNORECASE,
)
_CHECK: Final = re.compile(
    r"checking (?:your|if the site) (?:browser|connection)|verif(?:y|ying) (?:that )?you are "
    r"(?:a )?human|(?:are|you['’]re) (?:you )?(?:not )?a robot|just a moment|attention required"
    r"|enable javascript and cookies|complete the (?:captcha|security check)|unusual traffic"
    r"|ray id\b|ddos protection|performance (?:&|and) security by|security check"
    r"|sind sie ein mensch|vérifi\w+ que vous êtes humain|eres humano",
    re.IGNORECASE,
)
_SIGNS: Final = 2  # phrases that make a check; an article may contain one


def refuse_error_page(title: str, seen: Sequence[JudgedBlock]) -> None:
    """Raises ReadError for a short page whose title or headline names an error and whose text
    explains it, and for a page that checks the browser."""
    words = 0
    lines = [title]
    for each in seen:
        if each.use is Use.BODY:
            words += len(each.words)
            lines.append(each.block.all_words)
            if words > _MOST:
                return
    heads = [title, *(e.block.words for e in seen if e.use and e.block.kind == "heading")]
    text = "\n".join(lines)
    if len({found.lower() for found in _CHECK.findall(text)}) >= _SIGNS:
        raise ReadError(A_CHECK)
    if any(_ERROR_TITLE.search(head) for head in heads) and _ERROR_TEXT.search(
        "\n".join(lines[1:])
    ):
        raise ReadError(AN_ERROR)
