"""What the tests of the articles in the page do there: choose files, drop them, open the list."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

STORK = "The storks came back to the cannery chimney in April 2026. The mayor said they may stay.\n"
FERRY = "The night ferry leaves the harbour at 23:40 every evening. It lands at five.\n"
BRIDGE = "The Harbour Bridge was built in 1932. It is old.\n"
WHEN = "When does the night ferry leave the harbour?"


def files(folder: Path, **texts: str | bytes) -> list[str]:
    """Files to be chosen; a name's last underscore stands for the dot."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(str(path))
    return paths


def choose(page: Page, button: Locator, paths: list[str]) -> Locator:
    """Presses a button and picks files in the dialog that it opens; what is told then."""
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(paths)
    card = page.locator("#adding")
    card.locator(".good, details, .notice").first.wait_for(timeout=60_000)
    return card


def listing(page: Page) -> Locator:
    """The open list of articles."""
    page.get_by_role("button", name="Articles", exact=True).click()
    page.locator("#shelf .counts").filter(has_text="article").wait_for()
    return page.locator("#shelf")


def dropped(page: Page, **texts: str) -> None:
    """Drops files on the page."""
    page.evaluate(
        """texts => {
            const dataTransfer = new DataTransfer();
            for (const [name, text] of Object.entries(texts)) {
                dataTransfer.items.add(new File([text], name.replace("_txt", ".txt")));
            }
            for (const type of ["dragover", "drop"]) {
                const where = document.querySelector("#transcript");
                const told = { dataTransfer, bubbles: true, cancelable: true };
                where.dispatchEvent(new DragEvent(type, told));
            }
        }""",
        texts,
    )


FOREIGN = """() => {
    const names = ["Pincite", "Markdown", "JSON", "BibTeX", "CSL", "English", "[KMG]B"];
    const more = ["pincite eval", "ferry(.txt)?", "example.org"];
    const places = ["index\\\\.\\\\S+", "https?:\\\\S+", "[~/]\\\\S+", "--\\\\w+"];
    const ours = new RegExp([...names, ...more, ...places].join("|"), "g");
    const said = [];
    const others = "[lang]:not(html), h1, .said, .title, .exact, q, b, textarea, datalist, "
        + ".kicker, script, style, .toast-wrap, footer, .conditions, .choices .form, .example";
    const seen = { visibilityProperty: true };
    const own = (e) => !e.closest(others) && e.checkVisibility?.(seen);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (own(node.parentElement)) said.push(node.data);
    }
    for (const e of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
        for (const name of ["aria-label", "placeholder", "title"]) {
            if (own(e) && e.hasAttribute(name)) said.push(e.getAttribute(name));
        }
    }
    return said.filter((text) => /[A-Za-z]{2}/.test(text.replace(ours, "")));
}"""


def foreign(page: Page) -> list[str]:
    """What the page says in Latin letters, names and articles apart."""
    return list(page.evaluate(FOREIGN))
