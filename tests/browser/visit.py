"""One visit to the page, and what is asked of it by every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.axe import HOW, axe_script
from tests.support.browser import lacking

WIDTHS = pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
PILOT_QUESTION = "When will the pilot line be ready?"


def ready(page: Page) -> None:
    """Waits until the page has what it shows at first: blank, or the chat that came back."""
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")


@dataclass
class Visit:
    """One page, and what it did beside being shown."""

    page: Page
    context: BrowserContext
    origin: str
    requests: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def ask(self, question: str, *, wait: bool = True) -> Locator:
        """Types the question, presses Enter and gives its turn, answered unless told otherwise."""
        turns = self.page.locator(".turn").count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        turn = self.page.locator(".turn").nth(turns)
        turn.wait_for()
        if wait:
            turn.locator(".answer, .notice").wait_for()
        return turn

    @contextmanager
    def takes(self, most: int) -> Iterator[None]:
        """That what is done in the page takes at most so many clicks, taps and presses of Enter,
        and at least one. The page must not be loaded anew meanwhile: the count begins anew then."""
        before = self.page.evaluate("actions")
        yield
        actions = self.page.evaluate("actions") - before
        assert 1 <= actions <= most, f"{actions} clicks and presses of Enter"

    def marked(self) -> str:
        """The marked text, once the mark can be seen whole in the source panel."""
        self.page.wait_for_function(
            """() => {
                const mark = document.querySelector("#source mark");
                if (!mark) return false;
                const frame = document.querySelector("#source").getBoundingClientRect();
                const head = document.querySelector("#source header").getBoundingClientRect();
                const box = mark.getBoundingClientRect();
                return box.height > 0 && box.top >= head.bottom - 1 && box.left >= 0
                    && box.bottom <= Math.min(frame.bottom, innerHeight) && box.right <= innerWidth;
            }""",
        )
        text: str = self.page.locator("#source mark").evaluate("mark => mark.textContent")
        return text

    def choose(self, chip: Locator) -> None:
        """Clicks the chip; a sheet that covers it is closed first, and a fold that hides it
        opened."""
        close = self.page.get_by_role("button", name="Close the source")
        if close.is_visible():
            close.click()
            expect(self.page.locator("#source")).to_be_hidden()
        fold = chip.locator("xpath=ancestor::details[not(@open)]/summary")
        if fold.count():
            fold.click()
        chip.click()

    def shows(self, quote: str) -> None:
        """That the source panel marks exactly ``quote``."""
        expect(self.page.locator("#source mark")).to_contain_text(" ".join(quote.split()))
        assert self.marked() == quote

    def select(self, words: str) -> None:
        """Selects words of the article as a mouse would."""
        done = self.page.evaluate(
            """words => {
                const text = document.querySelector("#source .text");
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const at = node.data.indexOf(words);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return true;
                }
                return false;
            }""",
            words,
        )
        assert done
        expect(self.page.locator("#picking")).to_be_visible()

    def check(self) -> None:
        """What must hold of every visit."""
        assert self.page.evaluate("ran") == []
        assert self.trouble == [], self.trouble
        assert not [url for url in self.requests if not url.startswith(self.origin)]


Open = Callable[..., Visit]


def faults(page: Page) -> list[str]:
    """Every violation that axe-core finds, of any impact, by all its rules."""
    script = axe_script()
    if script is None:
        lacking(f"no axe-core: {HOW}")
    page.wait_for_timeout(400)  # what moves is half transparent
    page.evaluate(script)
    found = page.evaluate(
        """async () => {
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
                "experimental"];
            const { violations } = await axe.run(document, { runOnly: tags });
            return violations.map(({ id, nodes }) =>
                `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
        }"""
    )
    return list(found)


def small(page: Page) -> list[str]:
    """What can be pressed and is less than 44 pixels high or wide; words in a text apart."""
    found = page.evaluate(
        # a sheet that still slides has heights such as 43.99997
        """() => [...document.querySelectorAll("button, a, summary, input, textarea")]
            .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]"))
            .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
            .filter(([box]) => box.width && (box.height < 43.9 || box.width < 43.9))
            .map(([box, html]) => `${box.width} x ${box.height} ${html}`)"""
    )
    return list(found)


def kept(page: Page) -> None:
    """Waits until the browser has written every answer that is shown."""
    page.wait_for_function(
        """() => pincite.store.turns().then((all) => all.every(({ answer }) => answer !== null)
            && all.length >= document.querySelectorAll(".turn").length)"""
    )


def reload(seen: Visit) -> None:
    """The page loaded once more, until its chat is back."""
    expect(seen.page.locator("#question textarea")).to_be_enabled()  # nothing is under way
    kept(seen.page)
    seen.page.reload()
    ready(seen.page)
