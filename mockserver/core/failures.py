"""What an operation had read that failed: a record that was put into a store by hand may be none its API can read."""

from collections.abc import Callable, Iterator, Mapping

from mockserver.core.api import Api
from mockserver.core.documents import dotted
from mockserver.core.store import Record, Store, Transaction
from mockserver.core.store.heard import read_by

MOST_TOLD = 5
"""Records that are told of, those first that do not have the shape of their collection."""


def told_of(
    error: Exception, run: Callable[[Transaction], object], store: Store, tenant: str, apis: Mapping[str, Api]
) -> str:
    """Say what failed and which records it had read, by running it once more without keeping what it does."""
    records = read_by(run, store, tenant)
    wrong = [(*record[:2], next(_mistakes(*record, apis), "")) for record in records]
    wrong.sort(key=lambda record: not record[2])
    named = [f"{collection} {id!r}{f' ({why})' if why else ''}" for collection, id, why in wrong[:MOST_TOLD]]
    if len(wrong) > MOST_TOLD:
        named.append(f"{len(wrong) - MOST_TOLD} others")
    read = f" It had read {', '.join(named)}." if named else ""
    return f"The operation failed with {type(error).__name__}.{read}"


def _mistakes(collection: str, id: str, record: Record, apis: Mapping[str, Api]) -> Iterator[str]:
    api, _, name = collection.partition(".")
    shape = apis[api].shape_of(name) if api in apis else None
    return (f"{dotted(place)} {message}" for place, message in shape.mistakes(record)) if shape else iter(())
