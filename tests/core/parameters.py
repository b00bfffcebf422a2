"""Parameters as an SDK is given them, and what arrives of them."""

from typing import Any

from hypothesis import strategies as st

_TEXT = st.text(st.characters(codec="utf-8")) | st.text(st.sampled_from("a0 +%&=[]#/?;,:@!*()'\"~-_.\\\n\0é€🐍"))
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)  # whole ones that JavaScript holds
_KEYS = st.text(st.characters(codec="utf-8", exclude_characters="[]"), min_size=1, max_size=8)


def _hashes(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(_KEYS, values | st.booleans() | st.none(), max_size=5)


# In an array the Python SDK writes truth values and None as Python does, so that arrays have none here.
_VALUES = st.recursive(_TEXT | _NUMBERS, lambda values: st.lists(values, max_size=3) | _hashes(values), max_leaves=12)

PARAMETERS = _hashes(_VALUES)
"""Any hash of texts, numbers, truth values, arrays, hashes and nothing, with no brackets in its keys."""


def as_sent(value: Any, *, null: str | None) -> Any:
    """Give what arrives of a value: text, arrays as numbered members, and nothing of empty ones.

    `null` is how the SDK writes nothing; `None` where it leaves it out.
    """
    if value is None:
        return null
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, list | dict):
        return str(value)
    members = enumerate(value) if isinstance(value, list) else value.items()
    sent = {str(key): as_sent(member, null=null) for key, member in members}
    return {key: member for key, member in sent.items() if member not in ({}, None)}
