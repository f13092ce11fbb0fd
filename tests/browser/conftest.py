"""A real browser before the real page. No visit may load, run or log anything of others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visit import Open, Visit
from tests.support.browser import ARGUMENTS, chromium
from tests.support.web_fakes import running

_WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => ran.push(name);
addEventListener("securitypolicyviolation", (event) => ran.push("refused " + event.blockedURI));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; skipped without one, but not where CI says that there must be one."""
    executable = chromium()
    if executable is None:
        reason = "no chromium: install Debian's, or name one with PINCITE_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The page over the fake answers."""
    with running() as (url, _):
        yield url


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a session of its own, at a width; checked when the test is over."""
    visits: list[Visit] = []

    def opening(
        width: int = 1280, height: int = 800, *, scheme: str = "light", address: str = address
    ) -> Visit:
        phone = width < 500
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            is_mobile=phone,
            has_touch=phone,
        )
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(10_000)
        opened = Visit(page, context, address)
        visits.append(opened)
        context.on("request", lambda request: opened.requests.append(request.url))
        page.on("pageerror", lambda error: opened.trouble.append(str(error)))
        page.on("dialog", lambda dialog: opened.trouble.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: opened.trouble.append(said.text) if said.type == "error" else None,
        )
        with page.expect_response(lambda response: "/gradio_api/run/" in response.url):
            page.goto(address)
        page.locator(".example").first.wait_for()
        return opened

    yield opening
    for opened in visits:
        opened.check()
        opened.context.close()


@pytest.fixture
def own_address() -> Iterator[str]:
    """A server whose articles may change."""
    with running() as (url, _):
        yield url


@pytest.fixture
def visit_alone(own_address: str, visit: Open) -> Open:
    """As ``visit``, before a server of its own."""
    return partial(visit, address=own_address)
