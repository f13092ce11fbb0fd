"""Patterns of boilerplate lines: buttons, credits, appeals to the reader, notices, menus.

Every pattern matches a whole line of at most LONGEST characters. The patterns are narrow, because a
sentence that is set aside can never be found. An article may also mention newsletters, cookies or
the press. Its sentences differ in the person addressed ("you", "our") and in how they end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pincite.corpus.boilerplate.fragments import CLOCK, DATED, MORE_NAMES, NAME, NAMES, NO_STOP

LONGEST: Final = 200

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|line|linkedin|reddit|weibo|instagram|threads|bluesky"
    r"|youtube|tiktok|e-?mail|print|copy link)"
)
_PAGE = r"(?:article|story|page|post|recipe)"
# A quotation or a named speaker: the line is from an article, not an appeal to the reader.
_SAYS = r"\b(?:said|says|told|according|wrote|asked|reads)\b|[\"“”「」»«說说]"

_RELATED_HEADINGS: Final = (
    r"(?:related|latest|top|more|recommended|trending|popular|other) "
    r"(?:news|stories|articles|headlines|reading|coverage|posts|links|reads|sport)"
    r"(?: from [\w&'’ -]{1,40})?",
    r"recommended for you|most (?:read|popular|viewed|commented|shared)",
    r"read (?:more|next|also)|also read|what to read next|in case you missed it",
    rf"more on this(?: (?:story|topic|subject))?|more from (?:(?:this|our|the) \w{{2,20}}|{NAMES})",
    r"you (?:may|might) (?:like|also like|also be interested in)",
    r"editor['’]?s['’]? (?:picks?|choice)|from around the web",
    r"[【〔\[]?(?:相關新聞|相关新闻|相關閱讀|相关阅读|延伸閱讀|延伸阅读|推薦閱讀|推荐阅读|熱門新聞"
    r"|热门新闻|其他新聞|更多(?-i:[\u4e00-\u9fff]){0,8}(?:新聞|新闻|報導|报道))(?:請見)?[】〕\]]?",
    r"関連(?:記事|ニュース)|あわせて読みたい|おすすめ(?:記事|の記事)|관련 ?기사",
    r"à lire aussi|lire aussi|sur le même (?:sujet|thème)|les plus lus",
    r"mehr zum thema(?: (?:auf|bei) [\w.&’' -]{1,40})?|lesen sie auch|meistgelesen",
    r"weitere (?:aktuelle )?(?:artikel|themen|nachrichten|beiträge)"
    r"(?: (?:aus|zu|von) [\w ]{1,40})?",
    r"noticias relacionadas|más información|te puede interesar|lo más leído|leggi anche",
    r"(?:notas|temas|artículos) relacionad[oa]s|contenido relacionado"
    r"|(?:vea|lea|mire|puedes ver) (?:también|además)",
    r"auch interessant|das könnte (?:sie|dich) (?:auch )?interessieren|schon gelesen\??"
    r"|lust auf mehr\??|(?:zum )?weiterlesen|lesen sie auch (?:die folgenden|diese) [\w ]{1,30}",
    r"zobacz (?:też|także|również)|czytaj (?:też|także|również)|leia (?:também|mais)|veja também"
    r"|lees (?:ook|verder)|читайте также",
)
_SHARING: Final = (
    rf"share(?: this(?: {_PAGE})?)?:?|share (?:this )?(?:on|via) [\w ,&]{{1,40}}",
    rf"(?:print|save|rate|email|e-mail|gift|listen to|bookmark|report)(?: this)? {_PAGE}",
    r"tweet|(?-i:Print|E-?mail|Listen)",
    r"listen ?[-–—·|:]? ?\d{1,2}:\d{2}|copy (?:the )?link|print this",
    r"follow us(?: on [\w ,&]{1,60})?[.!]?",
    rf"(?:s[ií]guenos|folgen sie uns|suivez[- ]nous|seguici|siga-nos) (?:en|auf|sur|su|no) "
    rf"{_NETWORK}[^.]{{0,100}}",
    rf"follow [^.,;:!?“”\"]{{1,50}} on {_NETWORK}(?: for [\w ]{{1,40}})?[.!]?",
    r"(?:click here to )?(?:follow|join) our [\w ]{0,30}(?:channel|group|page|community)\b"
    r"[^.!?]{0,60}[.!]?",
    rf"{_NETWORK}(?:[ ,|/·]+{_NETWORK}){{1,9}}",
    r"artikel (?:teilen|drucken|merken|anhören|vorlesen|verschenken)|(?-i:Teilen|Drucken|Merken)",
    rf"partager(?: (?:cet article|sur {_NETWORK}))?|(?-i:Imprimer)",
    r"ajouter à vos sélections|écouter l['’]article",
    rf"(?-i:Compartir|Imprimir)|comparte este artículo|compartir en {_NETWORK}",
    rf"(?:分享|列印|打印|字級|字级)|分享(?:至|到) ?{_NETWORK}|複製連結|复制链接",
    r"(?:この)?記事を(?:シェア|保存)(?:する)?|シェアする|印刷(?:する)?",
)
_SUBSCRIBING: Final = (
    r"subscribe(?: (?:now|today|here))?[.!]?|subscribe to (?:read|continue)[^.!?]{0,80}[.!]?",
    r"subscribe (?:now|today) (?:for|from) [^.!?]{1,40}",
    rf"(?:subscribe|sign up) (?:to|for) [\w’' ]{{0,40}}(?:newsletters?|podcast|alerts"
    rf"|briefing){NO_STOP}",
    r"(?:subscribe|sign up) (?:to|for) our [\w ]{0,40}(?:newsletters?|podcast)[^.!?]{0,80}[.!:]?",
    r"sign up (?:to|for) [\w ]{1,30}, our (?:free )?[\w -]{0,30}newsletter[.!]?",
    r"sign up(?: (?:now|today|here))?[.!]?|already a subscriber\?.{0,40}|cancel any ?time[.!]?",
    r"to (?:continue|keep) reading,? (?:please )?(?:subscribe|sign|log|register)\b.{0,60}",
    r"start your free trial(?: \w{1,12}){0,2}[.!]?",
    r"create (?:a|your) (?:free )?account(?: to .{1,40})?",
    r"become a (?:member|subscriber)(?: today)?[.!]?",
    r"(?:you have|you['’]ve) (?:\d{1,2} free|reached your|used all)[^.]{0,60}articles?"
    r"[^.]{0,40}\.?",
    r"get [^.!?]{1,80} (?:in|to) your (?:inbox|e-?mail)[^.!?]{0,60}[.!]?",
    r"(?:enter )?your e-?mail(?: address)?|get unlimited (?:digital )?access\b.{0,100}",
    r"by (?:signing up|subscribing|registering|clicking)[^.]{0,60}\byou (?:agree|consent|accept)"
    r"[^.]{1,120}\.?",
    r"thank(?:s| you) for (?:reading|subscribing to) [^.!?]{1,60}[.!] your (?:subscription|support)"
    r"[^.!?]{1,60}[.!]",
    r"support (?:independent|local|our|quality) journalism[.!]?(?: subscribe[^.!?]{0,40}[.!]?)?",
    r"(?:breaking news|premium|(?:subscribers|members) only|exclusive)",
    r"subscribe (?:now |today )?to (?:our|the) [^.!?]{1,60} (?:edition|channel|magazine)"
    r"[^.!?]{0,40}[.!]?",
    r"(?:for [^.!?]{1,80},? )?download (?:the|our) [\w’' -]{1,30} apps? (?:for|from|on|in) "
    r"[^.!?]{1,40}[.!]?",
    r"(?:do|would) you (?:want|like) [^.!?]{1,80}\? (?:then )?(?:sign up|subscribe|register)"
    r"(?: (?:here|now|today))?[.!]?",
    r"(?:jetzt )?(?:zum|den|unseren) newsletter (?:bestellen|abonnieren|anmelden)[.!]?",
    r"¡?(?:mira|visita|conoce|únete a|suscríbete a) [^.!?]{0,40}nuestro canal[^.!?]{0,60}[.!]?",
    r"jetzt (?:abonnieren|registrieren|testen)|newsletter (?:bestellen|abonnieren|anmelden)",
    r"(?:article )?réservé aux abonnés",
    r"inscrivez-vous à (?:notre|la) newsletter|abonnez-vous[^.]{0,40}",
    r"il vous reste \d{1,2} ?% de cet article à lire\..{0,60}|déjà abonné ?\?.{0,30}",
    r"(?:suscr[íi]base|suscríbete|regístrate)(?: gratis)?(?: (?:a|para) [\w ]{1,40})?[.!]?",
    r"訂閱電子報|订阅电子报|(?:免費|免费)?(?:加入會員|加入会员)|有料会員限定(?:記事)?|続きを読む",
)
_ADVERTISING: Final = (
    r"\[?advertisement\]?(?: ?[-–—:|].{0,60})?|sponsored(?: (?:content|post))?|廣告|广告|広告",
    r"\*?(?:(?:werbung|anzeige)[.,:|]? ?)?(?:(?:dieser|der) (?:beitrag|artikel|post) )?enthält "
    r"(?:bezahlte )?(?:affiliate|werbe|provisions|partner)[- ]?links?\b[^.!?]{0,120}[.!]?",
    r"\*?(?:werbung|anzeige)[.,:|]? ?(?:dieser|der) (?:beitrag|artikel|post) enthält "
    r"[^.!?]{1,60}[.!]?",
    r"this (?:post|article|story|page) (?:contains|may contain|includes) affiliate links\b"
    r"[^.!?]{0,150}[.!]?",
    r"(?:if you [^.!?]{1,80}, )?we may (?:earn|receive) (?:an? )?(?:small |affiliate )*"
    r"(?:commission|compensation)\b[^.!?]{0,120}[.!]?",
    r"anzeige|publicité|publicidad|la suite après (?:la|cette) publicité",
    r"(?:story|article) continues (?:below|after).{0,40}",
    r"continue reading(?: below)?|scroll (?:down )?to continue.{0,20}|[請请]繼續往下閱讀[.… ]{0,6}",
)
_LINKS: Final = (
    r"(?:read (?:more|also|next)|also read|see also|related|延伸閱讀|延伸阅读|関連記事"
    r"|à lire aussi|lire aussi|lesen sie auch|auch interessant|(?:lea|vea|mira) también|puedes ver"
    r"|leggi anche|zobacz (?:też|także|również)|czytaj (?:też|także|również)|leia (?:também|mais)"
    r"|veja também|lees ook|читайте также) ?[:：»|].{1,150}(?<![.。])",
    r"(?:to|for) [^.!?]{1,80},? (?:please )?click here[.!]?",
    rf"click here(?: (?:to|for) .{{1,60}}{NO_STOP})?",
    r"[>»]? ?(?:chinese|english|french|german|japanese|korean|spanish) version",
)
_NOTICES: Final = (
    # cookies; an article about cookies names a speaker or does not address "you"
    r"(?:we|(?:this|our) (?:web)?site)(?: and our (?:\d{1,4} )?partners)?"
    r" (?:uses?|stores?) cookies\b"
    rf"(?=.*\b(?:you|your|accept|agree|consent|preferences)\b)(?!.*(?:{_SAYS})).*",
    r"by (?:continuing|using) .{0,60}you (?:agree|consent) to .{0,40}cookies.{0,60}",
    r"we value your privacy[.!]?|(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences)",
    r"(?:accept|reject) all|cookie (?:settings|preferences|policy)",
    # copyright
    r"copyright (?:©|\(c\)).{0,120}|© ?.{0,40}\d{4}.{0,100}",
    r"(?:copyright|\(c\)) \d{4}[^.]{0,80}(?:\. all rights reserved\.?)?(?<!\w\.)",
    r"(?:copyright|\(c\)) \d{4}[^.]{0,80}all rights reserved\.|all rights reserved\.?",
    r"alle rechte vorbehalten\.?|tous droits réservés\.?|todos los derechos reservados\.?",
    r"this (?:material|content) may not be (?:published|reproduced)[^.!?]{0,120}\.?",
    r"(?:本網站|本网站|[※◎] ?本文)(?!.*[說说「“]).{0,60}[轉转][載载].{0,40}",
    r"版[權权]所有.{0,60}|無断転載(?:を禁じます|禁止)。?",
    # letters to the editor, the end of a live page
    r"this (?:page|live blog|blog) is no longer being updated\.?|our standards: .{1,80}",
    r"\(?alle angaben ohne gewähr\.?\)?",
    r"disclaimer ?: (?:the )?(?:views|opinions) .{1,150}",
)
_ROLE = (
    r"(?:(?:additional|further) )?(?:reporting|writing|editing|graphics|translation|research)"
    r"(?:(?:,| and) (?:writing|editing))?"
)
_CREDITS: Final = (
    r"enditem(?: ?/ ?\w{1,8}){0,3}|[-–—] ?(?:30|end|ends) ?[-–—]|(?-i:ENDS)",
    rf"[(（]by {NAMES}[)）]",
    r"[(（](?:編輯|编辑|責任編輯|記者|记者)[:：][^。()（）]{1,40}[)）]\d{0,8}",
    r"[〔【\[(（]?(?:記者|记者)(?-i:[\u4e00-\u9fff、]){2,12}[/／╱]"
    r"(?-i:[\u4e00-\u9fff、]){2,8}(?:報導|报道|攝影)[〕】\])）]?",
    rf"[(（]?{_ROLE} by {NAMES}(?: in {NAMES})?(?:[;,.] ?{_ROLE} by {NAMES}(?: in {NAMES})?){{0,4}}"
    r"[.;]?[)）]?",
    r"[(（]?with (?:inputs|files) from [^.!?]{1,60}[)）]?|\(\([^()]{1,120}\)\)",
    rf"contact {NAME}{MORE_NAMES}{{1,3}} at [\w.+-]{{1,40}}@[\w.-]{{1,60}}",
    r"quelle: ?[\w-]{2,12}(?:/[\w-]{2,12}){1,3}",
    r"(?:tags|keywords|filed under|topics|schlagworte|étiquettes|mots[- ]clés|etiquetas"
    r"|關鍵字|关键词|標籤|标签|タグ) ?[:：][^.。]{1,120}",
    # photographs
    r"[(\[]?(?:photos?|photograph|images?|pictures?|photo credit|image credit|credit|fotos?|bild"
    r"|crédits? photos?|beitragsbild|titelbild|圖|図|写真)"
    rf"(?: by| courtesy of| ?[:：/=]) ?[^.。!?！？]{{1,80}}[)\]]?|image source[,:] {NAMES}",
    r"(?-i:[A-Z]{2,8}) (?:file )?photo(?: .{0,20}\d{4})?",
    r"\((?-i:[A-Z]{2,8}) (?:file )?photo[^()]{0,30}\)",
    r"[(（](?-i:[\u4e00-\u9fffA-Za-z/／、]){2,20}(?:提供|攝|摄)[)）]",
)
_PUBLISHED = (
    r"(?:(?:(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?"
    r"|(?:zuletzt )?(?:aktualisiert|veröffentlicht)(?: am)?|stand|publié(?: le)?|mis à jour(?: le)?"
    r"|publicado(?: el)?|actualizado(?: (?:el|a las))?) ?:? |(?:發稿時間|发稿时间|最新更新|更新時間"
    rf"|更新时间|更新日時|公開日時?|発信日時) ?[:：]? ?)(?:{DATED}|{CLOCK})"
)
_READING = (
    r"(?:[·|•]? ?\d{1,3}[- ]min(?:ute)?s? read|read(?:ing)? time:? \d{1,3} min(?:ute)?s?"
    r"|lesezeit:? (?:ca\. )?\d{1,3} min(?:uten|\.)?|(?:temps de )?lecture ?:?"
    r" \d{1,3} ?min(?:utes|\.)?)"
)
_COMMENTS = (
    r"(?:(?:view |show |see )?(?:all )?"
    r"(?:\d{1,6} (?:comments?|kommentare?|commentaires?|comentarios?)"
    r"|comments?(?: ?\(\d{1,6}\)| \d{1,6})|(?:kommentare?|commentaires?|comentarios?|留言|評論|评论"
    r"|コメント) ?[(（]\d{1,6}[)）]))"
)
_AROUND: Final = (
    _PUBLISHED,
    _READING,
    _COMMENTS,
    r"skip to (?:main |the )?content|back to (?:the )?top|leave a (?:comment|reply)",
    r"report (?:an|a) (?:error|typo|mistake|problem)",
    r"(?:home|startseite|accueil|inicio|portada|首頁|首页|ホーム)"
    r"(?: ?[>»›/|] ?[\w&'’ -]{1,40}){1,6}",
    r"(?:log|sign) in(?: ?[|/·] ?(?:register|subscribe|sign up))?",
    r"privacy policy|terms of (?:use|service)",
    r"[-=_*~#·•—– ]{2,}",
)


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_PLEAS: Final = _whole((*_SHARING, *_SUBSCRIBING))
_SPEECH: Final = re.compile(_SAYS, re.IGNORECASE)
_BOILERPLATE: Final = _whole((*_ADVERTISING, *_LINKS, *_NOTICES, *_CREDITS, *_AROUND))
# Patterns that may begin with any words are only tried if their key word is in the line.
_BY_WORD: Final = {
    word: re.compile(pattern, re.IGNORECASE)
    for word, pattern in (
        ("©", r"[^.!?。]{1,60}© ?\d{4}"),
        (
            "consider",
            r"(?:.{0,120}[.!] )?(?:please|if you) [^.!?]{0,60}\bconsider "
            r"(?:a donation|donating|supporting (?:us|our)|subscribing|becoming a)[^.!?]{0,80}"
            r"[.!?]?(?: (?:just )?click here[.!]?)?(?: thanks?(?: you)?[.!]?)?",
        ),
        ("may be edited", r".{1,120}[.:] letters may be edited\b[^.!?]{0,60}\.?"),
        ("contributed", rf"{NAMES} contributed (?:reporting )?to this (?:report|story)\.?"),
        ("LINE", r"\S{0,12}加入(?-i:[\u4e00-\u9fff]){0,10} ?LINE ?好友[^。]{0,30}"),
        ("點我下載", r"[^。]{0,60}點我下載 ?APP[^。]{0,12}"),
    )
}
_RELATED: Final = re.compile(rf"(?:{_whole(_RELATED_HEADINGS).pattern}) ?[:：]?", re.IGNORECASE)
_TELLING: Final = _whole((_PUBLISHED, _READING, _COMMENTS))


def has_boilerplate_shape(words: str) -> bool:
    """Whether the line has one of the boilerplate shapes, anywhere on its page."""
    by_word = (pattern for word, pattern in _BY_WORD.items() if word in words)
    plea = _PLEAS.fullmatch(words) or any(pattern.fullmatch(words) for pattern in by_word)
    return bool(_BOILERPLATE.fullmatch(words) or (plea and not _SPEECH.search(words)))


def is_related(words: str) -> bool:
    """Whether the line is the heading of a list of other articles, such as "Related news:"."""
    return bool(_RELATED.fullmatch(words))


def is_about_page(words: str) -> bool:
    """Whether the line states when the page was published, its reading time or its number of
    comments."""
    return bool(_TELLING.fullmatch(words))
