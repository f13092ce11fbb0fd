"""Calls of the Milvus client and the messages for its errors, with a fake client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pincite.corpus.errors import IndexFault, InputError
from pincite.index.building.build import rebuild
from pincite.index.scale.address import address_of
from pincite.index.scale.schema import BUILD, index_type
from pincite.qa.place import home_at
from tests.support.places import new_place
from tests.support.toys import ToyEncoder, write_reports

pymilvus = pytest.importorskip("pymilvus", reason="no Milvus: pip install 'pincite[scale]'")

PLACE = "milvus+tls://news.example:19531/archive"
SETTINGS = (
    "MILVUS_TOKEN", "MILVUS_DATABASE", "MILVUS_SERVER_PEM", "MILVUS_CA_PEM", "MILVUS_CLIENT_PEM",
    "MILVUS_CLIENT_KEY", "MILVUS_SERVER_NAME", "PINCITE_MILVUS_INDEX",
)  # fmt: skip

Called = list[tuple[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Called:
    """The arguments that pymilvus's client was created with."""
    from pincite.index.scale import client

    calls: Called = []
    monkeypatch.setattr(client, "MilvusClient", lambda *a, **k: calls.append((a, k)))
    return calls


def test_settings_reach_the_client(called: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    from pincite.index.scale.client import Client

    for name in SETTINGS:
        monkeypatch.setenv(name, f"of {name}")
    Client(address_of(PLACE))
    [((uri,), options)] = called
    assert uri == "https://news.example:19531"
    assert options.pop("timeout") > 0
    assert options == {
        "token": "of MILVUS_TOKEN",
        "db_name": "of MILVUS_DATABASE",
        "server_pem_path": "of MILVUS_SERVER_PEM",
        "ca_pem_path": "of MILVUS_CA_PEM",
        "client_pem_path": "of MILVUS_CLIENT_PEM",
        "client_key_path": "of MILVUS_CLIENT_KEY",
        "server_name": "of MILVUS_SERVER_NAME",
    }


def test_without_settings_defaults_are_sent_to_the_client(called: Called) -> None:
    from pincite.index.scale.client import Client

    Client(address_of("milvus://news.example/archive"))
    [((uri,), options)] = called
    assert uri == "http://news.example:19530"
    assert options.pop("timeout") > 0
    assert options == {"token": "", "db_name": ""}


def test_milvus_lite_gets_no_token(
    called: Called, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from pincite.index.scale.client import Client

    pytest.importorskip("milvus_lite", reason="no Milvus Lite: pip install 'pincite[scale]'")
    monkeypatch.setenv("MILVUS_TOKEN", "swordfish")
    Client(address_of(f"milvus-lite://{tmp_path}/new/index.db"))
    assert called == [((f"{tmp_path}/new/index.db",), {})]
    assert (tmp_path / "new").is_dir()


ERRORS: tuple[Callable[[str], Exception], ...] = (
    lambda said: pymilvus.MilvusException(code=1, message=said),
    OSError,
    ValueError,
    RuntimeError,
)


@pytest.mark.parametrize("make", ERRORS, ids=["MilvusException", "OSError", "ValueError", "other"])
@pytest.mark.parametrize("token", ["swordfish-4711", "root:swordfish-4711"])
def test_error_messages_never_contain_the_token(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[str], Exception], token: str
) -> None:
    from pincite.index.scale import client

    said = (
        f"not authenticated: Authorization {token},\nuri https://{token}@news.example, "
        f"password {token.rpartition(':')[2]}"
    )

    class Refusing:
        """Every call fails with a message that repeats the secret."""

        def __getattr__(self, name: str) -> Any:
            raise make(said)

    def refuse(*_: Any, **__: Any) -> Any:
        raise make(said)

    monkeypatch.setenv("MILVUS_TOKEN", token)
    monkeypatch.setattr(client, "MilvusClient", refuse)
    with pytest.raises(IndexFault) as opening:
        client.Client(address_of(PLACE))
    monkeypatch.setattr(client, "MilvusClient", lambda *_, **__: Refusing())
    opened = client.Client(address_of(PLACE))
    asks: list[Callable[[], Any]] = [
        opened.collections,
        lambda: opened.alias("archive"),
        lambda: opened.drop("archive"),
        lambda: opened.insert("archive", [{"row": 1}]),
        lambda: opened.rows("archive", "row in [1]", ["row"]),
        lambda: opened.matching("archive", ["harbour"], 3, ""),
    ]
    told = [opening]
    for ask in asks:
        with pytest.raises(IndexFault) as fault:
            ask()
        told.append(fault)
    for each in told:
        line = str(each.value)
        assert PLACE in line
        assert "not authenticated" in line
        assert "see Milvus's log, and MILVUS_TOKEN if it asks for a token" in line
        assert "swordfish" not in line
        assert "\n" not in line
        assert each.value.__cause__ is None
        assert each.value.__suppress_context__, "no traceback shows the error that has the token"


@pytest.mark.parametrize("before", range(180, 200, 3))
def test_a_shortened_error_never_shows_part_of_the_token(
    monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    """A long error is shortened, wherever the token stands in it."""
    from pincite.index.scale import client

    def refuse(*_: Any, **__: Any) -> Any:
        raise ValueError(f"{'x' * before}swordfish-4711 and more")

    monkeypatch.setenv("MILVUS_TOKEN", "swordfish-4711")
    monkeypatch.setattr(client, "MilvusClient", refuse)
    with pytest.raises(IndexFault) as told:
        client.Client(address_of(PLACE))
    assert "xs" not in str(told.value)
    assert len(str(told.value)) < 400


@pytest.mark.parametrize("place", [PLACE, "milvus-lite:///tmp/none/such.db"])
def test_an_unknown_index_type_is_a_one_line_error(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("PINCITE_MILVUS_INDEX", "HNWS")
    with pytest.raises(InputError) as told:
        index_type(address_of(place))
    line = str(told.value)
    assert "PINCITE_MILVUS_INDEX='HNWS': expected one of " in line
    assert all(kind in line for kind in BUILD)
    assert "\n" not in line
    monkeypatch.delenv("PINCITE_MILVUS_INDEX")
    assert index_type(address_of(place)) == ("FLAT" if "lite" in place else "HNSW")


def test_an_unknown_index_type_is_refused_before_embedding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    encoder, articles = ToyEncoder(), write_reports(tmp_path / "articles", 2)
    monkeypatch.setenv("PINCITE_MILVUS_INDEX", "HNWS")
    with new_place("lite", tmp_path) as place:
        with pytest.raises(InputError, match="PINCITE_MILVUS_INDEX='HNWS'"):
            rebuild(home_at(place), [articles], encoder)
        assert encoder.embedded == []
        assert home_at(place).version() is None
