"""Error pages and browser checks are refused; articles about them are read."""

from __future__ import annotations

import pytest

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html import reader as html
from tests.support.ferry_page import body, p, page, read

ERRORS = {
    "not found": ("Page not found", "<p>The page you are looking for may have been moved.</p>"),
    "404": ("404 - Lake Post", "<p>Sorry, this page does not exist. Go back to the home page.</p>"),
    "forbidden": ("403 Forbidden", "<p>You have no permission to access / on this server.</p>"),
    "oops": (
        "Page not found – Lake Post",
        "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found at this "
        "location. Maybe try a search?</p>",
    ),
    "gateway": ("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr>nginx/1.2"),
    "busy": (
        "503 Service Temporarily Unavailable",
        "<center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center>",
    ),
    "internal": (
        "500 Internal Server Error",
        "<h1>Internal Server Error</h1><p>The server encountered an internal error or "
        "misconfiguration and was unable to complete your request.</p><p>Please contact the server "
        "administrator at web@lake.example to inform them of the time this error occurred, and "
        "what you did just before.</p><p>More about this error may be available in the server "
        "error log.</p>",
    ),
    "isn't available": (
        "Lakebook",
        "<h2>This page isn't available</h2><p>The link you followed may be broken, or the page may "
        "have been removed.</p>",
    ),
    "German": (
        "Seite nicht gefunden",
        "<h1>Seite nicht gefunden</h1><p>Die gesuchte Seite existiert leider nicht mehr.</p>",
    ),
    "German 404": ("Fehler 404", "<h1>Fehler 404</h1><p>Hier ist nichts.</p>"),
    "French": (
        "Erreur 404",
        "<h1>Page introuvable</h1><p>La page que vous cherchez n'existe plus ou a changé de "
        "place.</p>",
    ),
    "Spanish": (
        "Página no encontrada",
        "<h1>Error 404</h1><p>Lo sentimos, la página que buscas no existe o ha cambiado.</p>",
    ),
    "Italian": (
        "Pagina non trovata",
        "<h1>Errore 404</h1><p>La pagina che stai cercando non esiste o è stata spostata.</p>",
    ),
    "Dutch": (
        "Pagina niet gevonden",
        "<h1>Pagina niet gevonden</h1><p>De pagina die je zoekt bestaat helaas niet meer.</p>",
    ),
    "Japanese": (
        "ページが見つかりません",
        "<h1>404 エラー</h1><p>お探しのページは移動または削除された可能性があります。</p>",
    ),
    "a headline that says less": (
        "Page non trouvée",
        "<h1>Oups !</h1><p>Il n'y a plus rien ici, la page demandée est introuvable.</p>",
    ),
    "no page in Spanish": (
        "El Lago",
        "<h1>¡Vaya! No encontramos la página</h1><p>Parece que lo que buscabas ya no está.</p>",
    ),
    "Polish": (
        "Nie znaleziono strony",
        "<h1>Ups!</h1><p>Strona, której szukasz, nie istnieje albo została usunięta.</p>",
    ),
    "maintenance": (
        "Lake Post is under maintenance",
        "<h1>We’ll be back soon!</h1><p>Sorry, but we’re performing some maintenance at the moment."
        "</p>",
    ),
    "legal": (
        "451: Unavailable due to legal reasons",
        "<p>We recognise that you are visiting from a country of the European Economic Area, and "
        "access cannot be granted at this time.</p>",
    ),
    "login": ("Log in", "<p>You must be logged in to see this page. Forgot your password?</p>"),
    "a bare login": ("Sign in", "<p>Please sign in to read on.</p>"),
    "a login with fields": (
        "Login",
        "<p>Please log in with the name that is on the card of your library.</p>"
        "<p>The card of the library has been brown since the spring of last year.</p>"
        "<form><input name=n><input type=password></form>",
    ),
    "Chinese": ("页面未找到", "<h1>找不到该页面</h1><p>抱歉，您访问的页面不存在或已被删除。</p>"),
}  # fmt: skip
CHECKS = {
    "a moment": (
        "Just a moment...",
        "<h1>Just a moment...</h1><p>Checking your browser before you go on to the site.</p>",
    ),
    "before": (
        "lake.example",
        "<h1>Checking your browser before accessing lake.example.</h1><p>This process is "
        "automatic. Your browser will redirect to your requested content shortly.</p>",
    ),
    "blocked": (
        "Attention Required!",
        "<h1>Sorry, you have been blocked</h1><h2>You are unable to access lake.example</h2>"
        "<h2>Why have I been blocked?</h2><p>This website is using a security service to protect "
        "itself from online attacks. The action you just performed triggered the security "
        "solution. There are several actions that could trigger this block.</p>",
    ),
    "interruption": (
        "Pardon Our Interruption",
        "<h1>Pardon Our Interruption...</h1><p>As you were browsing, something about your browser "
        "made us think you were a bot. There are a few reasons this might happen:</p><ul><li>"
        "You're a power user moving through this website with super-human speed.</li><li>You've "
        "disabled cookies in your web browser.</li></ul>",
    ),
    "German": (
        "Nur einen Moment…",
        "<h1>lake.example</h1><p>Überprüfen Sie, ob Sie ein Mensch sind. Dies kann einige Sekunden "
        "dauern. lake.example muss die Sicherheit Ihrer Verbindung überprüfen, bevor Sie "
        "fortfahren.</p>",
    ),
    "a program": ("Lake Post", "<p>You need to enable JavaScript to run this app.</p>"),
    "no script": ("Lake Post", "<p>This site does not work while JavaScript is disabled.</p>"),
    "a blocker": ("lake.example", "<p>Please enable JS and disable any ad blocker</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "inside"), ERRORS.values(), ids=ERRORS.keys())
@pytest.mark.parametrize("alone", [True, False])
def test_an_error_page_is_refused(title: str, inside: str, *, alone: bool) -> None:
    with pytest.raises(ReadError, match="an error page, not an article"):
        _read(title, inside, alone=alone)


@pytest.mark.parametrize(("title", "inside"), CHECKS.values(), ids=CHECKS.keys())
@pytest.mark.parametrize("alone", [True, False])
def test_a_browser_check_is_refused(title: str, inside: str, *, alone: bool) -> None:
    with pytest.raises(ReadError, match="a browser check, not an article"):
        _read(title, inside, alone=alone)


def _read(title: str, inside: str, *, alone: bool) -> None:
    if alone:
        whole = f"<html><head><title>{title}</title></head><body>{inside}</body></html>"
        html.read(whole.encode(), "a.html")
    html.read(page(inside if "<h1" in inside else f"<h1>{title}</h1>{inside}", title), "a.html")


FIRST_404 = [
    "The first error page was written at a laboratory in the spring of 1992, Lou Marn says.",
    "He had typed a wrong address himself, and wanted to know what had happened to it.",
]
MORE_404 = [
    "A server sends the number 404 when a page could not be found, but says nothing of why.",
    "In one year a fifth of all links in the court's judgments led to pages that no longer exist.",
    "Some papers draw a cartoon there and hope that the visitor stays.",
    "The page you are looking for, it says below a boat, has sailed.",
]
CHECKING = [
    "Half of all visitors of the lake's library catalogue were programs, its keeper found.",
    "She put a page before it that says “Checking your browser before accessing the catalogue”.",
    "Whoever passed the security check was let in for an hour.",
    "Programs that only looked for titles gave up within a day.",
    "Readers with old machines waited longer than those with new ones.",
]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("404: why pages vanish", FIRST_404),
        ("Page not found, a short history", FIRST_404),
        ("404 Not Found", [*FIRST_404, *MORE_404]),
        ("Error 404: the page that nobody wanted", [*FIRST_404, *MORE_404]),
        ("Just a moment: how sites keep programs out", CHECKING),
        ("Checking your browser before accessing books", CHECKING),
    ],
)
def test_an_article_about_such_pages_is_read(title: str, said: list[str]) -> None:
    assert body(read(f"<article><h1>{title}</h1>{p(said)}</article>", title=title)) == said


ASKING = [
    "We and our 61 partners store data on your device, such as cookies.",
    "You can change your choices at any time in the settings of your account.",
]


def test_a_page_that_only_asks_for_consent_is_refused() -> None:
    with pytest.raises(ReadError, match="a request for consent, not an article"):
        html.read(page(f"<h1>Before you continue</h1>{p(ASKING)}", "Before you continue"), "a.html")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Maintenance of the ferry begins", ["The ferry is down for maintenance until May 9."]),
        ("Who must log in to the library", ["Readers have to log in from their own machines."]),
        (
            "Login",
            ["The tower shows nine looms until May 3, each at work.", "You must log in there."],
        ),
        ("A new catalogue", ["The archive of Orsk has a catalogue that works without JavaScript."]),
        ("Before you continue", [ASKING[0], "So it says on every site of the lake's hotels now."]),
    ],
)
def test_a_brief_story_with_such_words_is_read(title: str, said: list[str]) -> None:
    read(f"<article><h1>{title}</h1>{p(said)}</article>", title=title)


def test_a_story_whose_title_begins_with_such_a_number_is_read() -> None:
    said = ["Steps to the tower: 404. Steps down: 404. Steps that creak when the keeper climbs: 9."]
    title = "404 steps to the top of the tower"
    assert body(read(f"<article><h1>{title}</h1>{p(said)}</article>", title=title)) == said
