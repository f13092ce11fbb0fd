"""Milvus's client: collections, rows in and out, the two searches, aliases. The only file that
imports pymilvus, which is installed with ``pip install 'pincite[scale]'``.

Every error of the client, the network or the server becomes an IndexFault of one line without
secrets.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import IndexFault, InputError
from pincite.index.scale.address import TOKEN, Address
from pincite.index.scale.schema import BM25, BUILD, Field

NEEDED: Final = "{place} needs the extra pincite[scale]: pip install 'pincite[scale]'"
_LITE_MEMORY: Final = (
    2**30
)  # bytes that Milvus Lite collects before writing; it weighs BM25 within one write
os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # its errors are raised, so no log is needed
for _name in ("MEMTABLE_MEMORY", "WAL_SIZE"):
    os.environ.setdefault(f"MILVUS_LITE_{_name}_LIMIT_BYTES", str(_LITE_MEMORY))

try:
    import grpc
    import pymilvus
    from pymilvus import DataType, Function, FunctionType, MilvusClient
except ImportError as error:
    raise InputError(NEEDED.format(place="an index in Milvus")) from error

MOST: Final = 16_384
"""The maximum of rows that Milvus returns for one search or query."""

_CONNECT: Final = 10.0  # seconds
_ANSWER: Final = 60.0
_WRITE: Final = 600.0
_LONGEST: Final = 65_535
_CAPACITY: Final = 4_096
_BATCH: Final = 1_000
_ABSENT: Final = (100, 1600)  # no such collection, no such alias


class Gone(IndexFault):
    """A collection or alias that does not exist, or no longer exists."""


class Client:
    """One connection. Thread-safe, as pymilvus is."""

    def __init__(self, address: Address) -> None:
        """Connects. Raises InputError if the library is missing, IndexFault if nothing answers."""
        self.address = address
        if address.lite and find_spec("milvus_lite") is None:
            raise InputError(NEEDED.format(place=address))
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what it raises
        with self._as_fault("cannot be opened"):
            self._milvus = connected(address)

    def collections(self) -> list[str]:
        """The names of all collections, without aliases."""
        with self._as_fault("does not list its collections"):
            return list(self._milvus.list_collections(timeout=_ANSWER))

    def alias(self, name: str) -> str | None:
        """The collection that an alias points to, or None."""
        try:
            with self._as_fault("does not answer"):
                found = self._milvus.describe_alias(name, timeout=_ANSWER)
        except Gone:
            return None
        return str(found["collection_name"])

    def point(self, alias: str, collection: str) -> None:
        """Points an alias to a collection, in one step."""
        before = self.alias(alias)
        with self._as_fault("did not take the new collection"):
            change = self._milvus.alter_alias if before else self._milvus.create_alias
            change(collection, alias, timeout=_ANSWER)

    def create(self, name: str, fields: Sequence[Field], index: str = "FLAT") -> None:
        """Creates a collection. Raises IndexFault if one with other fields exists."""
        lite = self.address.lite
        schema = MilvusClient.create_schema(auto_id=False)
        params = MilvusClient.prepare_index_params()
        for each in fields:
            _add(schema, each, lite=lite)
            _index(params, each, index, lite=lite)
        with self._as_fault(f"could not make the collection {name}"):
            self._milvus.create_collection(
                name, schema=schema, index_params=params, consistency_level="Strong", timeout=_WRITE
            )

    def fields(self, name: str) -> list[str]:
        """The names of the fields of a collection. Raises Gone."""
        with self._as_fault(f"could not describe the collection {name}"):
            found = self._milvus.describe_collection(name, timeout=_ANSWER)
        return [each["name"] for each in found["fields"]]

    def drop(self, name: str) -> None:
        """Deletes a collection."""
        with self._as_fault(f"could not drop the collection {name}"):
            self._milvus.drop_collection(name, timeout=_WRITE)

    def insert(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows."""
        with self._as_fault(f"did not take rows for {name}"):
            self._milvus.insert(name, [dict(row) for row in rows], timeout=_WRITE)

    def finish(self, name: str) -> None:
        """Writes a collection to disk and loads it for searching."""
        with self._as_fault(f"could not write down the collection {name}"):
            self._milvus.flush(name, timeout=_WRITE)
            self._milvus.load_collection(name, timeout=_WRITE)

    def ready(self, names: Sequence[str]) -> None:
        """Loads collections in Milvus Lite, which does not load them at its start. On a server they
        stay loaded after they were built."""
        if self.address.lite:
            for name in names:
                with self._as_fault(f"could not load the collection {name}"):
                    self._milvus.load_collection(name, timeout=_WRITE)

    def count(self, name: str, expression: str = "") -> int:
        """The number of rows that an expression accepts."""
        with self._as_fault("does not answer"):
            found = self._milvus.query(
                name, filter=expression, output_fields=["count(*)"], timeout=_ANSWER
            )
        return int(found[0]["count(*)"])

    def rows(self, name: str, expression: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Up to ``MOST`` rows, unordered."""
        with self._as_fault("does not answer"):
            found = self._milvus.query(
                name, filter=expression, output_fields=list(fields), limit=MOST, timeout=_ANSWER
            )
        return [dict(row) for row in found]

    def each(self, name: str, expression: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """All rows in the order of their primary key, read in portions."""
        with self._as_fault("does not answer"):
            portions = self._milvus.query_iterator(
                name, _BATCH, filter=expression, output_fields=list(fields), timeout=_ANSWER
            )
        try:
            while True:
                with self._as_fault("does not answer"):
                    portion = portions.next()
                if not portion:
                    return
                yield from map(dict, portion)
        finally:
            portions.close()

    def nearest(
        self, name: str, vector: NDArray[np.float32], k: int, expression: str
    ) -> list[tuple[int, float]]:
        """Up to ``k`` rows by inner product, best first, with their scores."""
        settings = {"params": {"ef": max(4 * k, 256), "nprobe": 64, "search_list": max(2 * k, 100)}}
        return self._found(name, [vector], "vector", k, expression, settings)[0]

    def matching(
        self, name: str, texts: Sequence[str], k: int, expression: str
    ) -> list[list[tuple[int, float]]]:
        """For each text of terms, up to ``k`` rows by BM25, best first, with their scores."""
        if not texts:
            return []
        found = self._found(name, list(texts), "bm25", k, expression, {})
        # Milvus Lite returns negative scores
        return [[(row, abs(score)) for row, score in each] for each in found]

    def _found(
        self,
        name: str,
        asked: Sequence[Any],
        field: str,
        k: int,
        expression: str,
        settings: Mapping[str, Any],
    ) -> list[list[tuple[int, float]]]:
        with self._as_fault("does not answer"):
            found = self._milvus.search(
                name, data=list(asked), anns_field=field, limit=min(k, MOST), filter=expression,
                output_fields=["row"], search_params=dict(settings), timeout=_ANSWER,
            )  # fmt: skip
        return [[(int(hit["row"]), float(hit["distance"])) for hit in hits] for hits in found]

    @contextmanager
    def _as_fault(self, what: str) -> Iterator[None]:
        """Turns errors into an IndexFault of one line."""
        try:
            yield
        except (pymilvus.MilvusException, grpc.RpcError, grpc.FutureTimeoutError) as error:
            raise self._fault(what, error) from None
        except (OSError, RuntimeError, ValueError, TypeError, KeyError) as error:
            raise self._fault(what, error) from None

    def _fault(self, what: str, error: Exception) -> IndexFault:
        said = " ".join(str(getattr(error, "message", None) or error).split())
        token = self.address.token
        for secret in filter(None, (token, token.partition(":")[2])):
            said = said.replace(secret, "…")
        said = said[:200]  # only now, or a part of a secret could be left at the end
        if getattr(error, "code", None) in _ABSENT:
            return Gone(f"{self.address}: {said}")
        code = error.code() if isinstance(error, grpc.Call) else None
        lost = code is not None or "connect" in said.lower() or "unavailable" in said.lower()
        next_step = (
            "another process has it open; end that first"
            if "lock" in said.lower() and self.address.lite
            else "see that Milvus runs there and can be reached, then ask again"
            if lost
            else f"see Milvus's log, and {TOKEN} if it asks for a token"
        )
        return IndexFault(f"{self.address} {what} ({said or type(error).__name__}); {next_step}")


@lru_cache(maxsize=16)
def client_of(address: Address) -> Client:
    """The connection to an address, one per process. Raises the errors of ``Client``."""
    return Client(address)


def connected(address: Address) -> Any:
    """pymilvus's client for an address."""
    if address.lite:
        os.makedirs(os.path.dirname(address.uri), exist_ok=True)  # noqa: PTH103, PTH120
        return MilvusClient(address.uri)
    tls = {
        name: os.environ[variable]
        for name, variable in (
            ("server_pem_path", "MILVUS_SERVER_PEM"),
            ("ca_pem_path", "MILVUS_CA_PEM"),
            ("client_pem_path", "MILVUS_CLIENT_PEM"),
            ("client_key_path", "MILVUS_CLIENT_KEY"),
            ("server_name", "MILVUS_SERVER_NAME"),
        )
        if os.environ.get(variable)
    }
    database = os.environ.get("MILVUS_DATABASE", "")
    return MilvusClient(address.uri, token=address.token, db_name=database, timeout=_CONNECT, **tls)


def _add(schema: Any, field: Field, *, lite: bool) -> None:
    kinds = {
        "int": (DataType.INT64, {}),
        "text": (DataType.VARCHAR, {"max_length": _LONGEST}),
        "terms": (DataType.VARCHAR, _analysed(lite=lite)),
        "ints": (DataType.ARRAY, {"element_type": DataType.INT64, "max_capacity": _CAPACITY}),
        "sparse": (DataType.SPARSE_FLOAT_VECTOR, {}),
        "vector": (DataType.FLOAT_VECTOR, {"dim": field.size}),
    }
    kind, options = kinds[field.kind]
    # Milvus Lite computes word weights per partition, a server over all partitions
    partition = {"is_partition_key": True} if field.partition and not lite else {}
    schema.add_field(field.name, kind, is_primary=field.primary, **options, **partition)
    if field.kind == "sparse":
        schema.add_function(
            Function(
                name=field.name,
                function_type=FunctionType.BM25,
                input_field_names=["terms"],
                output_field_names=[field.name],
            )
        )


def _analysed(*, lite: bool) -> dict[str, Any]:
    tokenizer = "standard" if lite else "whitespace"  # Lite has no other; the terms suit both
    analyzer = {"tokenizer": tokenizer}
    return {"max_length": _LONGEST, "enable_analyzer": True, "analyzer_params": analyzer}


def _index(params: Any, field: Field, chosen: str, *, lite: bool) -> None:
    if field.kind == "sparse":
        # a server takes the settings separately, Milvus Lite together in one value
        settings = {"params": {"params": BM25} if lite else BM25}
        params.add_index(
            field.name, index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", **settings
        )
    elif field.kind == "vector":
        kind = chosen if field.name == "vector" else "FLAT"
        params.add_index(field.name, index_type=kind, metric_type="IP", params=dict(BUILD[kind]))
    elif field.indexed and not lite:
        params.add_index(field.name, index_type="INVERTED")
