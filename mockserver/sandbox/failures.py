"""What an operation had read that failed: a record that was put into a store by hand may be none its API can read."""

from collections.abc import Callable, Mapping

from mockserver.core.api.model import Api
from mockserver.core.documents import dotted
from mockserver.core.store import Record, Store, Transaction
from mockserver.core.store.heard import read_by

MOST_TOLD = 5
"""Records that are told of, those first that do not have the shape of their collection."""

MOST_LOOKED_AT = 10_000
"""Records that are held against the shape of their collection, the latest that were read."""


def told_of(
    error: Exception, run: Callable[[Transaction], object], store: Store, tenant: str, apis: Mapping[str, Api]
) -> str:
    """Return what failed and which records it had read, by running it once more without keeping what it does."""
    records = read_by(run, store, tenant, MOST_LOOKED_AT)
    wrong = [(collection, id, _mistake(collection, record, apis)) for collection, id, record in records]
    wrong.sort(key=lambda record: not record[2])
    named = [f"{collection} {id!r}{why and f' ({why})'}" for collection, id, why in wrong[:MOST_TOLD]]
    more = " and others" if len(wrong) > MOST_TOLD else ""
    read = f" It had read {', '.join(named)}{more}." if named else ""
    return f"The operation failed with {type(error).__name__}.{read}"


def _mistake(collection: str, record: Record, apis: Mapping[str, Api]) -> str:
    """Return the first thing that is wrong with a record, or nothing."""
    api, _, name = collection.partition(".")
    shape = apis[api].shape_of(name) if api in apis else None
    if shape is None or shape.fits(record):
        return ""
    place, message = next(shape.mistakes(record))
    return f"{dotted(place)} {message}"
