"""Requests for consent are known by their words in several languages; articles on it are read."""

from __future__ import annotations

import pytest

from tests.support.ferry_page import H1, SAID, body, p, read

WALLS = {
    "purposes": [
        "We and our partners process data to provide: Use precise geolocation data. Actively scan "
        "device characteristics for identification.",
    ],
    "purposes apart": [
        "We and our partners process data to provide:",
        "Use precise geolocation data. Actively scan device characteristics for identification.",
    ],
    "stored": [
        "We and our 840 partners store and access information on a device. You can withdraw your "
        "choice at any time in the settings.",
    ],
    "German": [
        "Diese Website nutzt Cookies und ähnliche Techniken. Mit Ihrer Zustimmung werden sie "
        "auch von unseren Partnern gelesen.",
    ],
    "German data": [
        "Wir und unsere 212 Partner verarbeiten personenbezogene Daten wie Ihre Kennung.",
        "Sie können Ihre Auswahl jederzeit unten auf der Seite ändern oder widerrufen.",
    ],
    "Dutch": [
        "Wij en onze partners gebruiken cookies om u advertenties te tonen.",
        "U kunt uw keuze op elk moment wijzigen onder aan deze site.",
    ],
    "French": [
        "Nous et nos partenaires utilisons des cookies pour mesurer l'audience du site.",
        "Vous pouvez modifier vos choix à tout moment en bas de chaque page.",
    ],
    "French data": [
        "Nous et nos partenaires stockons des informations sur votre appareil. Votre consentement "
        "peut être retiré à tout moment.",
    ],
    "Spanish": [
        "Utilizamos cookies propias y de terceros para mostrarle anuncios personalizados.",
        "Puede cambiar sus preferencias o retirar su consentimiento cuando quiera.",
    ],
    "Italian": [
        "Noi e i nostri partner utilizziamo cookie per mostrarti annunci su misura.",
        "Puoi cambiare le tue scelte o revocare il consenso in qualsiasi momento.",
    ],
    "Polish": [
        "My i nasi partnerzy używamy plików cookie, aby wyświetlać reklamy.",
        "W każdej chwili możesz wycofać zgodę albo zmienić swoje ustawienia.",
    ],
    "Chinese": [
        "我们和我们的合作伙伴使用Cookie来展示广告并分析流量。",
        "您可以随时在页面底部更改您的选择或撤回同意。",
    ],
    "Japanese": [
        "当サイトでは、広告の表示と分析のためにCookieを使用しています。",
        "同意はいつでもページの下にある設定から取り消すことができます。",
    ],
}  # fmt: skip


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS.keys())
@pytest.mark.parametrize("tag", ["div", "section", "form"])
def test_consent_walls_in_the_article_are_not_cited(wall: list[str], tag: str) -> None:
    shown = f"<{tag} class=x1>{p(wall)}</{tag}>"
    for inside in (f"{H1}{shown}{p(SAID)}", f"{H1}{p(SAID)}{shown}", f"{H1}{p(SAID[:3])}{shown}"):
        cited = body(read(f"<article>{inside}</article>"))
        assert cited == [line for line in SAID if line in inside]


ARTICLES = {
    "cookies": [
        "“We use cookies to improve your visit,” says the banner of the ferry company. Few who "
        "click on it know what its partners do with them.",
        "By clicking on accept, travellers let forty firms read their device, the keeper counted.",
        "The firm dropped its cookies in May, and nobody missed the advertisements.",
    ],
    "data": [
        "The council wants to know how its partners process data on precise geolocation.",
        "Ada Quill asked for her personal data and got eleven pages of times and piers.",
        "A privacy law of the lake towns is to follow in the autumn.",
    ],
    "German": [
        "Der Datenschutz der Fährgesellschaft ist mangelhaft, sagt die Beauftragte des Sees.",
        "Cookies setzte die Seite auch ohne Einwilligung, wie ihre Prüfung zeigt.",
        "„Wir verarbeiten keine personenbezogenen Daten“, hatte die Gesellschaft im Mai erklärt.",
    ],
    "French": [
        "Les cookies du site ont été posés sans consentement, selon la présidente du lac.",
        "« Nous utilisons des cookies », répond la compagnie, sans dire pour quoi.",
        "Les données personnelles de neuf mille voyageurs sont restées sur un serveur d'Orsk.",
    ],
    "Chinese": [
        "渡轮公司的网站在未经同意的情况下使用Cookie，监管机构周一表示。",
        "该公司的合作伙伴读取了九千名旅客的设备信息。",
        "新的隐私法将于秋季生效，市议会这样说。",
    ],
}  # fmt: skip


@pytest.mark.parametrize("said", ARTICLES.values(), ids=ARTICLES.keys())
def test_articles_about_cookies_and_data_are_read(said: list[str]) -> None:
    alone = f"<article>{H1}{p(said)}</article>"
    within = f"<article>{H1}{p(SAID[:2])}<section>{p(said)}</section>{p(SAID[2:])}</article>"
    assert body(read(alone)) == said
    assert body(read(within)) == [*SAID[:2], *said, *SAID[2:]]
