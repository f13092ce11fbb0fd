"""The address of an index in Milvus, as typed. Pure; imports no library.

``milvus://HOST:PORT/COLLECTION`` is a server, ``milvus+tls://HOST:PORT/COLLECTION`` a server with
TLS, ``milvus-lite:///path.db`` a database that Milvus Lite keeps on this machine. Secrets are in
the environment and never in the address, so no message that names it can reveal them.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from pincite.corpus.errors import InputError

TOKEN: Final = "MILVUS_TOKEN"
_LITE: Final = "milvus-lite://"
_SERVER: Final = re.compile(
    r"milvus(?P<tls>\+tls)?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?"
    r"/(?P<name>[A-Za-z_][A-Za-z0-9_]{0,180})/?"
)
_PORT: Final = 19530
_EXPECTED: Final = "expected milvus://HOST:19530/COLLECTION or milvus-lite:///path.db"


@dataclass(frozen=True, slots=True)
class Address:
    """``place`` is the address as typed, ``uri`` what Milvus's client connects to, ``name`` the
    alias that readers use, ``lite`` whether Milvus Lite keeps it."""

    place: str
    uri: str
    name: str
    lite: bool

    def __str__(self) -> str:
        return self.place

    @property
    def token(self) -> str:
        """The token for the server, or "user:password", from $MILVUS_TOKEN; "" without one."""
        return "" if self.lite else os.environ.get(TOKEN, "")


def is_address(place: object) -> bool:
    """Whether a place is in Milvus and not a folder."""
    return isinstance(place, Address) or (
        isinstance(place, str) and re.match(r"milvus(\+tls|-lite)?:", place) is not None
    )


def address_of(place: str) -> Address:
    """The address from its typed form. Raises InputError if it is not valid; a password in it is
    not repeated."""
    if place.startswith(_LITE):
        path = os.path.abspath(os.path.expanduser(place.removeprefix(_LITE)))  # noqa: PTH100, PTH111
        if not path.endswith(".db"):
            raise InputError(f"{place!r:.200}: the file of Milvus Lite ends in .db; {_EXPECTED}")
        return Address(f"{_LITE}{path}", path, "pincite", True)
    if "@" in place:
        raise InputError(
            f"a place in Milvus holds no user and no password; set {TOKEN} to user:password or to "
            f"the token, and name the place without: {_EXPECTED}"
        )
    match = _SERVER.fullmatch(place)
    if match is None or int(match["port"] or _PORT) > 65535:
        raise InputError(f"{place!r:.200} is no place in Milvus; {_EXPECTED}")
    host = f"{match['host']}:{match['port'] or _PORT}"
    scheme = "https" if match["tls"] else "http"
    shown = f"milvus{match['tls'] or ''}://{host}/{match['name']}"
    return Address(shown, f"{scheme}://{host}", match["name"], False)
