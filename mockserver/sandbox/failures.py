"""The report of an unexpected error, with the records the operation had read: its API may be unable to read them."""

from collections.abc import Mapping, Sequence

from mockserver.core.api.model import Api, Exchange
from mockserver.core.api.records import Records
from mockserver.core.documents import dotted
from mockserver.core.logs import logger
from mockserver.core.problems import Problem, ServerError, Unavailable
from mockserver.core.store import Record, StoreFailed, Transaction
from mockserver.core.store.heard import read_by
from mockserver.sandbox.admission import caller_of
from mockserver.sandbox.execution import Execution
from mockserver.sandbox.journal import mask_text
from mockserver.sandbox.tenancy.tenant import Tenant

MOST_TOLD = 5
"""Records in a report, first those without the shape of their collection."""

MOST_LOOKED_AT = 10_000
"""Records that are held against the shape of their collection, the latest that were read."""

log = logger()


def unexpected(
    error: Exception, exchange: Exchange, tenant: Tenant, execution: Execution, apis: Mapping[str, Api]
) -> tuple[Problem, str]:
    """Return the client's problem for an error, and the text for the journal.

    The operation runs once more, without keeping its changes, to learn which records it reads.
    """
    if isinstance(error, StoreFailed | OSError):  # or what an operation needs could not be loaded
        log.error("%s %s: the store failed: %s", exchange.method, mask_text(exchange.path), error)
        problem = Unavailable("The record could not be stored.")
        return problem, problem.detail
    api, identity = exchange.api, exchange.identity

    def again(transaction: Transaction) -> None:
        if api.authorize and identity:
            api.authorize(Records(transaction, api.name), caller_of(exchange, identity))
        if exchange.route:
            execution.run(exchange.route, exchange, tenant.name, transaction, tenant.clock.now())

    owner = identity.tenant if identity else tenant.name
    read = _told_of(read_by(again, execution.store, owner, MOST_LOOKED_AT), apis)
    told = f"The operation failed with {type(error).__name__}.{read}"
    exchange.deliveries.clear()
    log.exception("%s %s failed. %s", exchange.method, mask_text(exchange.path), mask_text(told))
    return ServerError(), told


def _told_of(records: Sequence[tuple[str, str, Record]], apis: Mapping[str, Api]) -> str:
    wrong = [(collection, id, _mistake(collection, record, apis)) for collection, id, record in records]
    wrong.sort(key=lambda record: not record[2])
    named = [f"{collection} {id!r}{why and f' ({why})'}" for collection, id, why in wrong[:MOST_TOLD]]
    more = " and others" if len(wrong) > MOST_TOLD else ""
    return f" It had read {', '.join(named)}{more}." if named else ""


def _mistake(collection: str, record: Record, apis: Mapping[str, Api]) -> str:
    """Return the first thing that is wrong with a record, or nothing."""
    api, _, name = collection.partition(".")
    shape = apis[api].shape_of(name) if api in apis else None
    if shape is None or shape.fits(record):
        return ""
    place, message = next(shape.mistakes(record))
    return f"{dotted(place)} {message}"
