"""Recognises by its words, in several languages, what asks readers for consent to cookies and to
the use of their data. Pure."""

from __future__ import annotations

import re
from typing import Final

_COOKIE: Final = r"(?:(?<![a-z])cookies?(?![a-z])|ciastecz\w+|クッキー)"
_COOKIES: Final = re.compile(
    rf"{_COOKIE}|\bconsent\b|\bGDPR\b|\bDSGVO\b|\bRGPD\b|einwilligung|datenschutz",
    re.IGNORECASE,
)
_USE: Final = (
    r"(?:use|store|process|access|collect|verwenden|nutzen|setzen|speichern|verarbeiten|erheben"
    r"|utilisons|stockons|traitons|conservons|accédons|gebruiken|verwerken|plaatsen|slaan|bewaren"
    r"|utilizamos|usamos|tratamos|almacenamos|procesamos|utilizziamo|usiamo|trattiamo|archiviamo"
    r"|conserviamo|używamy|wykorzystujemy|korzystamy|przetwarzamy|przechowujemy|stosujemy)"
)
_WE: Final = r"(?:we|wir|nous|wij|noi|nosotros|nosotras|my)"
_SITE: Final = (
    r"(?:this (?:web ?)?site|diese (?:web)?(?:site|seite)|ce site|deze (?:web)?site|questo sito"
    r"|este sitio|ta (?:strona|witryna))"
)
_DATA: Final = (
    r"(?:data|daten|données|gegevens|datos|dati|dane|danych|information|informationen"
    r"|informations|informatie|información|informazioni|informacje)"
)
_LEAVE: Final = re.compile(
    r"\b(?:we|wir|nous|wij|noi|nosotros|nós|my|usamos|utilizamos|usiamo|utilizziamo|używamy"
    rf"|wykorzystujemy|stosujemy|korzystamy)\b[^.!?]{{0,80}}{_COOKIE}"
    rf"|\b{_SITE}\b[^.!?]{{0,60}}{_COOKIE}"
    rf"|(?:^|[.!?]\s+){_WE}\b[^.!?]{{0,80}}\b{_USE}\b[^.!?]{{0,60}}\b{_DATA}\b"
    rf"|(?:^|[.!?]\s+){_USE}\b[^.!?]{{0,60}}\b{_DATA}\b"
    rf"|(?:我们|我們|本网站|本網站|本站)[^。！？]{{0,60}}(?:{_COOKIE}|(?:您的|个人|個人)[^。！？]{{0,20}}(?:数据|資料|信息))"
    rf"|(?:当サイト|当社|弊社|私たち|このサイト|本サイト)[^。！？]{{0,60}}(?:{_COOKIE}|(?:個人|お客様の)[^。！？]{{0,20}}(?:情報|データ))",
    re.IGNORECASE | re.MULTILINE,
)
# What the sentences of a request speak of, beside cookies. An article may hold one of them.
_SUBJECT: Final = re.compile(
    r"\bpartners?\b|\bpartnern?\b|\bparten(?:aires?|er)\b|\bpartnerz?y\b|\bpartnerami\b|\bsocios\b"
    r"|合作伙伴|合作夥伴|パートナー"
    r"|\bprivacy\b|confidentialité|vie privée|privacidad|riservatezza|prywatności|隐私|隱私"
    r"|プライバシー|personenbezogen|personal data|données personnelles|persoonsgegevens"
    r"|(?:datos|dati) personal\w*|dan(?:e|ych) osobow\w+|个人(?:数据|信息)|個人(?:資料|情報)"
    r"|geolocation|standortdaten|géolocalisation|geolocatie|locatiegegevens|geolocali[sz]\w+"
    r"|geolokaliz\w+|定位|位置情報"
    r"|\bdevice\b|\bgerät\w*|geräteeigenschaften|\bterminal\b|\bappareil\b|apparaat|dispositivo"
    r"|urządzeni\w+|设备|裝置|デバイス|端末"
    r"|personali[sz]ed|personnalisé\w*|personalisiert\w*|gepersonaliseerd\w*|personali[sz]ad[oa]s?"
    r"|personalizzat\w+|spersonalizowan\w+|个性化|個人化|パーソナライズ"
    r"|legitimate interest|berechtigte\w* interesse|intérêt légitime|gerechtvaardigd|inter[eé]s "
    r"legítimo|legittimo interesse|uzasadnion\w+ interes"
    r"|zustimm\w+|willigen|consentement|toestemming|consentimiento|consenso|zgod[ęay]|同意"
    r"|(?:change|withdraw|manage|revoke|adjust) (?:your|my|these) \w+|your (?:choices?|preferences)"
    r"|(?:ihre|deine) (?:auswahl|einstellungen|entscheidung)|(?:vos|votre) (?:choix|préférences)"
    r"|(?:uw|je) (?:keuze|keuzes|voorkeuren|instellingen)|(?:sus?|tus?) (?:preferencias|elección)"
    r"|(?:tue|sue|le) (?:scelte|preferenze)|(?:swoje|swój) (?:ustawienia|wybór|preferencje)"
    r"|(?:您的|你的)(?:选择|選擇|设置|設定|偏好)|(?:accept|reject) all|by clicking|alle akzeptieren"
    r"|tout (?:accepter|refuser)|alles (?:accepteren|weigeren)|acept\w+ todo|accetta\w* tutt[oi]"
    r"|zaakceptuj|すべて(?:許可|拒否)|设置中|設定(?:から|画面)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile('["“”„«»「」『』‘]')
_END: Final = re.compile(r"[.!?:…]+(?=\s|$)|[。！？：]|\n")
_SEVERAL: Final = 2  # sentences
_SAID: Final = 4  # words of a sentence


def is_about_consent(words: str) -> bool:
    """Whether the words are about cookies, consent or privacy rules."""
    return bool(_COOKIES.search(words))


def speaks_of_consent(words: str) -> bool:
    """Whether the words may belong to a request for consent: they are about cookies, or name what
    such requests name, as partners, personal data and the reader's choices."""
    return bool(_COOKIES.search(words) or _SUBJECT.search(words))


def asks_permission(words: str) -> bool:
    """Whether the words ask for permission to set cookies or to use data, or say that "we" do,
    and not in a quotation."""
    found = _LEAVE.search(words)
    return found is not None and not _QUOTED.search(words[: found.start()])


def is_request(words: str) -> bool:
    """Whether a single paragraph asks for consent and does nothing else: several sentences without
    a quotation, all of which speak of it."""
    if not asks_permission(words) or _QUOTED.search(words):
        return False
    said = [each for each in _END.split(words) if _is_said(each)]
    return len(said) >= _SEVERAL and all(map(speaks_of_consent, said))


def _is_said(words: str) -> bool:
    return len(words.split()) >= _SAID or (not words.isascii() and len(words) > 2 * _SAID)
