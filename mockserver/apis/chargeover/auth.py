"""Who calls ChargeOver: a public key, with the private key beside it or a signature made with that."""

import base64
from hmac import compare_digest

from mockserver.apis.chargeover.signatures import fits, read_signature
from mockserver.core.api.model import Exchange
from mockserver.core.http.auth import Access, Identity, Proof, authorization, basic
from mockserver.core.keys import escaped, unescaped
from mockserver.core.problems import Unauthenticated

ACCOUNT = "account"
"""The only kind of caller: a key opens all of an account."""

ANY_KEY = frozenset({ACCOUNT})

_LONGEST_KEY = 255

_WRONG_KEY = "Invalid username or password."
_WRONG_SIGNATURE = "Signature does not match."


def identify(exchange: Exchange, any_key: bool) -> Identity:
    """Read the credentials; the account is the public key's. Raise `Unauthenticated`."""
    given = authorization(exchange.headers, "basic")
    if given is not None:
        public_key, proof = _read_basic(given, any_key)
    else:
        signed = authorization(exchange.headers, "chargeover")
        if signed is None:
            raise Unauthenticated
        signature = read_signature(signed)
        if signature is None:
            raise Unauthenticated(_WRONG_SIGNATURE)
        public_key = signature.public_key
        proof = Proof(lambda private_key: fits(signature, private_key, exchange), _WRONG_SIGNATURE)
    if not _is_key(public_key):
        raise Unauthenticated(_WRONG_KEY)
    return Identity(public_key, ACCOUNT, escaped(public_key), proof=proof)


def access(tenant: str) -> Access | None:
    """Return the keys of an account, which keeps the private key that it is first shown."""
    public_key = unescaped(tenant)
    if public_key is None or ":" in public_key or not _is_key(public_key):  # Basic parts user and password at a colon
        return None
    private_key = f"private-{tenant}"
    return Access(public_key, {"Authorization": basic(public_key, private_key)}, "/api/v3", private_key)


def _is_key(public_key: str) -> bool:
    return bool(public_key.strip()) and len(public_key) <= _LONGEST_KEY


def _read_basic(given: str, any_key: bool) -> tuple[str, Proof]:
    try:
        public_key, _, private_key = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:  # no base 64, no ASCII in the first place, or no UTF-8 behind it
        raise Unauthenticated(_WRONG_KEY) from None
    if not private_key and not any_key:
        raise Unauthenticated(_WRONG_KEY)
    shown = private_key.encode()

    def holds(known: str) -> bool:
        return compare_digest(known.encode("utf-8", "surrogatepass"), shown)

    return public_key, Proof(holds, _WRONG_KEY, private_key)
