"""A real browser before the real page. No visit may load, run or log anything of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from select import select
from subprocess import Popen

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from pincite.index.building.build import rebuild
from pincite.qa.library.own_files import own_folder
from tests.browser.shelf import BRIDGE, FERRY, STORK
from tests.browser.visit import Open, Visit, ready
from tests.support import patient_http
from tests.support.browser import ARGUMENTS, chromium, lacking
from tests.support.patience import PATIENCE
from tests.support.shelf_server import shelf
from tests.support.toys import ToyEncoder
from tests.support.web_fakes import running

LONGEST = PATIENCE * 1000 / 4  # milliseconds; several may be waited for in one test

_WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => ran.push(name);
addEventListener("securitypolicyviolation", (event) => ran.push("refused " + event.blockedURI));
window.actions = 0;
const count = ({ isTrusted, type, key }) => {
  actions += isTrusted && (type === "pointerdown" || key === "Enter");
};
for (const name of ["pointerdown", "keydown"]) addEventListener(name, count, true);
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; skipped without one, but not where CI says that there must be one."""
    executable = chromium()
    if executable is None:
        lacking("no chromium: install Debian's, or name one with PINCITE_CHROMIUM")
    expect.set_options(timeout=LONGEST)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, Popen[str]]]:
    """The page over the fake answers: its address and its process."""
    with running() as found:
        yield found


@pytest.fixture
def address(server: tuple[str, Popen[str]]) -> str:
    """The page over the fake answers."""
    return server[0]


@pytest.fixture
def go_on(server: tuple[str, Popen[str]]) -> Iterator[Callable[[], None]]:
    """Waits until a question with the word "held" in it is being answered, and lets its answer
    come. What a test that failed has left is let go too, or the others would wait behind it."""
    out, into = server[1].stdout, server[1].stdin
    assert out is not None
    assert into is not None

    def letting() -> None:
        assert out.readline() == "held\n"
        into.write("go on\n")
        into.flush()

    yield letting
    while select([out], [], [], 0)[0]:
        letting()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a session of its own, at a width; checked when the test is over."""
    visits: list[Visit] = []

    def opening(
        width: int = 1280,
        height: int = 800,
        *,
        scheme: str = "",
        address: str = address,
        locale: str = "en-US",
        first: str = ".example",
    ) -> Visit:
        phone = width < 500
        context = browser.new_context(
            viewport={"width": width, "height": height},
            # unless a test says otherwise, wide pages are light and narrow ones dark
            color_scheme="dark" if scheme == "dark" or (phone and not scheme) else "light",
            is_mobile=phone,
            has_touch=phone,
            locale=locale,
        )
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(LONGEST)
        opened = Visit(page, context, address)
        visits.append(opened)
        context.on("request", lambda request: opened.requests.append(request.url))
        page.on("pageerror", lambda error: opened.trouble.append(str(error)))
        page.on("dialog", lambda dialog: opened.trouble.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: opened.trouble.append(said.text) if said.type == "error" else None,
        )
        page.goto(address)
        ready(page)
        page.locator(first).first.wait_for()
        return opened

    yield opening
    for opened in visits:
        opened.check()
        opened.context.close()


@pytest.fixture
def visit_changing(address: str, visit: Open) -> Iterator[Open]:
    """As ``visit``, before articles that change; they are as they were for the next test."""
    yield visit
    question = {"question": "undo the rebuild"}
    patient_http.post(f"{address}/api/answer", json=question).raise_for_status()


@pytest.fixture(scope="module")
def shelf_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf") / "index"


@pytest.fixture(scope="module")
def shelf_url(shelf_index: Path) -> Iterator[str]:
    """A page that begins without an index; the tests go on with what the ones before have added."""
    with shelf(shelf_index) as (address, _):
        yield address


@pytest.fixture
def come(visit: Open, shelf_url: str) -> Callable[..., Visit]:
    """Opens that page."""

    def opening(width: int = 1280, height: int = 800, **options: str) -> Visit:
        seen = visit(width, height, address=shelf_url, first=".welcome", **options)
        seen.page.locator("html[data-ready]").wait_for()
        return seen

    return opening


@pytest.fixture
def stocked(come: Callable[..., Visit], shelf_index: Path) -> Callable[..., Visit]:
    """As ``come``, to a page whose index holds the ferry and two reports on storks."""
    folder = own_folder(shelf_index)
    if not (folder / "storks.txt").exists():
        folder.mkdir(exist_ok=True)
        (folder / "ferry.txt").write_text(FERRY + BRIDGE, encoding="utf-8")
        (folder / "storks.txt").write_text(STORK, encoding="utf-8")
        (folder / "more.txt").write_text("Two more storks followed in May.\n", encoding="utf-8")
        rebuild(shelf_index, [folder], ToyEncoder())
    return come
