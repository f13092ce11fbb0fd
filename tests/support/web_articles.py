"""Small articles for the page's tests; one of them is full of payloads."""

from __future__ import annotations

from pincite.corpus.article import Article, Span
from tests.support.payloads import XSS


def _article(
    article_id: str,
    title: str,
    text: str,
    source: str,
    *,
    first: str = "",
    last: str = "",
    published: str | None = None,
    url: str | None = None,
) -> Article:
    """An article whose body runs from the text ``first`` to the text ``last``, both included."""
    end = text.rindex(last) + len(last) if last else len(text.rstrip())
    body = (Span(text.index(first), end),)
    return Article(article_id, title, text, source, body, published, url)


BATTERY = _article(
    "2026/battery-pilot.html",
    "Sea-salt battery pilot line to open beside the old cannery",
    (
        "Home  |  Local  |  Business  |  Weather\n\n"
        "The town council has cleared the last permit for Tidewater Cells, a start-up that makes "
        "batteries from sea salt, to build in the empty cannery on Wharf Road.\n\n"
        "Neighbours had objected to lorries on the quay. The company answered that cells will "
        "leave by barge, twice a week, on the morning tide.\n\n"
        "The pilot line will be ready in the first week of October 2026, and full production will "
        "follow a year later. It will employ forty people at the start, half of them retrained "
        "from the fish dock, said Marta Ilves, who runs the works.\n\n"
        "Sodium cells store less energy by weight than lithium ones, but they do not catch fire "
        "easily and need neither cobalt nor nickel. Tidewater says that its first customers are "
        "harbour cranes, which care little about weight.\n\n"
        "The company has raised 31 million crowns from two regional banks and a pension fund. "
        "It pays the town 1.2 million crowns a year for the building, and must leave the brick "
        "chimney standing, because storks nest on it.\n\n"
        "An earlier plan for the site, a hotel with ninety rooms, failed in 2019 when the sea wall "
        "was found to be hollow. The wall has since been filled at the state's expense.\n\n"
        "Residents can see the drawings at the library until the end of May.\n\n"
        "Read more: Ten bakeries worth the detour\n"
        "Read more: Why the ferry was late again\n"
    ),
    "/home/ana/articles/2026/battery-pilot.html",
    first="The town council",
    last="end of May.",
    published="2026-03-05",
    url="https://harbour-post.example/business/sea-salt-battery-pilot",
)
FERRY = _article(
    "ferry.md",
    "Night ferry returns after eleven years",
    (
        "The night ferry to Hiiu Island sails again from 12 June, after eleven years without one.\n"
        "It leaves at 23:40 and lands at 05:15. A cabin costs 64 crowns, a chair 19.\n"
        "The new works on Wharf Road expect their pilot line in October, which the operator says "
        "decided the matter: forty people will cross to work every week.\n"
        "Bicycles travel free. Dogs need a ticket, and a muzzle on the car deck.\n"
    ),
    "/home/ana/articles/ferry.md",
    published="2026-04-18T06:30:00+02:00",
)
LEASE = _article(
    "minutes/2026-02.md",
    "Minutes of the harbour committee",
    (
        "The clerk read the lease of the old cannery. The tenant, Tidewater Cells, pays 1.4 "
        "million crowns a year from the second year on, and mends the roof.\n"
        "The harbour master asked again for a lamp on the north mole.\n"
    ),
    "/home/ana/articles/minutes/2026-02.md",
    published="2026-02-11",
)
BUDGET = _article(
    "budget.txt",
    "What the town takes in next year, and what it spends",
    (
        "Of the rents, the largest is new: Tidewater will bring the town 1.4 million crowns. "
        "The fish dock brings 0.3 million.\n"
    ),
    "/home/ana/articles/budget.txt",
)
LETTER = _article(
    "letters.txt",
    "Letters: what the cannery was",
    (
        "My mother packed sprats in the cannery on Wharf Road for thirty-one years 🐟🏭, and no "
        "one ever asked her about the storks. Tidewater should be ready by October, they say; so "
        "was the hotel.\r\n\r\nE\u0301lise Ka\u0308o, Upper Town"
    ),
    "/home/ana/articles/letters.txt",
)
NASTY = _article(
    "nasty/<img src=x onerror=alert(2)>.html",
    '<img src=x onerror="alert(3)"> & "Quoted" \u202etitle\u202c',
    "Boilerplate <b onclick=alert(4)>here</b>\n\n"
    + "\n\n".join(f"Payload {i} is {payload} and it ends." for i, payload in enumerate(XSS)),
    '/tmp/"><script>alert(5)</script>.html',
    first="Payload 0",
    published='2026"><script>alert(6)</script>',
    url="javascript:alert(7)",
)


def span(article: Article, text: str) -> Span:
    """The span of ``text`` in ``article``."""
    start = article.text.index(text)
    return Span(start, start + len(text))
