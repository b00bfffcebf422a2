"""Masking of secrets: keys, an API's secret members, and card numbers, anywhere."""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from mockserver.core.api.model import Api
from mockserver.core.cards import FEWEST, is_card, replace_cards
from mockserver.core.http.headers import lines_of
from mockserver.core.keys import Keys
from mockserver.registry import registered

MASK = "********"

MOST_LAYERS = 3
"""Forms inside values of forms that are looked into."""

KEY_NAMES = frozenset({
    "access_token", "accesstoken", "api-key", "api_key", "apikey", "auth_token", "authorization", "password",
    "private_key", "privatekey", "secret_key", "secretkey", "x-api-key",
})  # fmt: skip
"""Names of members that hold keys, in all APIs."""

SECRET_HEADERS = KEY_NAMES | {"cookie", "proxy-authorization", "set-cookie", "x-auth-token", "x-mock-token"}
"""Headers that carry credentials, whatever the API."""
_REASON = re.compile(r"((\w+) (.+?) is ).*(, expected .*)", re.DOTALL)
_WORDS = re.compile(r"[\w-]+")
_KEYS = re.compile(r"[^\[\]]+")
_PAIR = re.compile(r"(^|[?&;\s\"'])([^=&?;\s\"'#]+=[^=&;\s\"'#]+)")
_WORD = re.compile(r"[\w-]{1,255}", re.ASCII)
_USER = re.compile(r"://[^/?#@\s]+@")


def mask_text(text: str) -> str:
    """Mask numbers of cards, and keys of any provider, but for their last four characters.

    >>> mask_text("pan 4111 1111 1111 1111, order 42")
    'pan ********1111, order 42'
    """
    return replace_cards(_keys().masked(text, MASK), lambda digits: MASK + digits[-4:])


def mask_reason(text: str, api: Api) -> str:
    """Mask a matcher's operand for a secret member."""
    told = _REASON.fullmatch(text)
    secret = api.secret_members | api.secret_headers | SECRET_HEADERS
    if told and (told[2] == "cookies" or any(is_secret(name, secret) for name in _WORDS.findall(told[3]))):
        text = f"{told[1]}{MASK}{told[4]}"
    return masked_text(text, api.secret_members)


def masked_headers(headers: Mapping[str, str], api: Api) -> dict[str, str]:
    """Mask headers: those that carry credentials as a whole. Several lines of one name are one list."""
    return {
        name: MASK if is_secret_header(name, api) else masked_text(", ".join(lines_of(value)), api.secret_members)
        for name, value in headers.items()
    }


def is_secret_header(name: str, api: Api) -> bool:
    """Return whether a header carries credentials."""
    return name.lower() in SECRET_HEADERS or name.lower() in api.secret_headers


def masked_target(target: str, secret: frozenset[str]) -> str:
    """Mask a request target: query parameters that carry secrets, also inside a hash, and numbers of cards."""
    path, mark, query = target.partition("?")
    path = _USER.sub(f"://{MASK}@", path)
    plain = unquote(path)
    if mask_text(plain) != plain:
        path = quote(mask_text(plain), safe="/:*@")
    return path + mark + masked_form(query, secret)


def masked_form(text: str, secret: frozenset[str]) -> str:
    """Mask the values of a query, or of a form as it is sent, which stays one."""
    return "&".join([_masked_pair(pair, secret) for pair in text.split("&")])


def masked_json(text: str, secret: frozenset[str]) -> Any:
    """Return a text of JSON, masked; any other text as it is."""
    try:
        return masked(json.loads(text), secret)
    except (ValueError, RecursionError):
        return masked_text(text, secret)


def masked(value: Any, secret: frozenset[str]) -> Any:
    """Mask the members of a decoded body that carry secrets."""
    if isinstance(value, dict):
        return {
            masked_text(name, secret): _hidden(member)
            if member is not None and is_secret(name, secret)
            else masked(member, secret)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [masked(member, secret) for member in value]
    if isinstance(value, str):
        return masked_text(value, secret)
    if isinstance(value, int) and value >= 10 ** (FEWEST - 1) and is_card(str(value)):
        return mask_text(str(value))
    return value


def masked_text(text: str, secret: frozenset[str], layers: int = MOST_LAYERS) -> str:
    """Mask what looks like a secret in text that may hold addresses, forms, JSON or what Python prints for it.

    Also in text that is broken or cut off, and in so many `layers` of forms inside values of forms.
    """
    if '"' in text or "'" in text:
        text = _secret_member(secret).sub(rf"\1\2{MASK}\2", text)
    if "=" in text:
        text = _PAIR.sub(lambda pair: pair[1] + _masked_pair(pair[2], secret, layers), text)
    if "://" in text:
        text = _USER.sub(f"://{MASK}@", text)
    return mask_text(text)


def is_secret(name: str, secret: frozenset[str]) -> bool:
    """Return whether a member carries a secret; in another case it is none of the API's, and as secret."""
    return name.lower() in _in_small_letters(secret)


def _masked_pair(pair: str, secret: frozenset[str], layers: int = MOST_LAYERS) -> str:
    name, mark, value = pair.partition("=")
    if mark and any(is_secret(key, secret) for key in _KEYS.findall(unquote_plus(name))):
        return f"{name}={_hidden(unquote_plus(value))}"
    return f"{_masked_word(name, secret, 0)}{mark}{_masked_word(value, secret, layers)}"


def _masked_word(word: str, secret: frozenset[str], layers: int) -> str:
    """Mask a name or value of a form as it is sent; what holds nothing to mask stays as it was written."""
    plain = unquote_plus(word)
    shown = masked_text(plain, secret, layers - 1) if layers else mask_text(plain)
    return word if shown == plain else quote(shown, safe="*")


def _hidden(value: Any) -> str:
    """Show of a secret no more than of a key in any text; of one that has no form of a key, nothing."""
    shown = _keys().masked(value, MASK) if isinstance(value, str) and _WORD.fullmatch(value) else ""
    return shown if MASK in shown else MASK


@cache
def _keys() -> Keys:
    """Return the forms of all providers' keys: a key of one may be sent to another."""
    return Keys(form for manifest in registered() for form in manifest.keys)


@lru_cache
def _in_small_letters(names: frozenset[str]) -> frozenset[str]:
    return KEY_NAMES | {name.lower() for name in names}


@lru_cache
def _secret_member(secret: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(secret | KEY_NAMES)))
    return re.compile(
        rf"""((\\{{0,7}}["'])(?:{names})\2\s*:\s*)"""
        # JSON inside of a text escapes its quotes; what looks like one that is escaped once more is part of the value.
        r"""(\\+["'](?:[\s\S]*?(?<!\\)\2|[\s\S]*)|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s,}\]]+)""",
        re.IGNORECASE,
    )
