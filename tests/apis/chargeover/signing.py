"""Signs requests as ChargeOver's client libraries do."""

import hmac
from hashlib import sha256

NONCE, TIMESTAMP = "abcd1234", "1700000000"


def signature(public_key: str, private_key: str, url: str, body: bytes = b"", nonce: str = NONCE) -> str:
    """Sign a request; `url` is the whole address as the client writes it."""
    message = b"||".join([public_key.encode(), url.encode().lower(), nonce.encode(), TIMESTAMP.encode(), body])
    return hmac.new(private_key.encode(), message, sha256).hexdigest()


def header(public_key: str, digest: str, nonce: str = NONCE) -> str:
    """Write the header with the attributes in the libraries' order."""
    return (
        f'ChargeOver co_public_key="{public_key}" co_nonce="{nonce}" co_timestamp="{TIMESTAMP}" '
        f'co_signature_method="HMAC-SHA256" co_version="1.0" co_signature="{digest}"'
    )
