"""A news page for the tests: an article of nine paragraphs below its headline."""

from __future__ import annotations

PROSE = "".join(
    f"<p>The ferry to Orsk ran {n} times on that day, and the harbour office of the town counted "
    f"every passenger who crossed the water with it, as it has done since the war.</p>"
    for n in range(5, 14)
)


def page(head: str = "", above: str = "", below: str = "", behind: str = "", lang: str = "") -> str:
    """A page with an article; the given parts are added to its head, above and below its headline,
    and behind the article."""
    return (
        f"<html lang='{lang}'><head><title>Ferry runs to Orsk | Quay Post</title>{head}</head>"
        f"<body><div class='site'><article>{above}<h1>Ferry runs to Orsk</h1>{below}{PROSE}"
        f"</article>{behind}</div></body></html>"
    )
