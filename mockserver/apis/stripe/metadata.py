"""How metadata that came is laid over what is stored."""

from collections.abc import Mapping

from mockserver.apis.stripe.problems import BadParameter

MOST_KEYS = 50


def merged_metadata(before: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    """Lay metadata that came over what is stored; an empty value takes its key away, `{}` takes all."""
    if given is None:
        return dict(before)
    if not given:
        return {}
    merged = {key: value for key, value in {**before, **given}.items() if value != ""}
    if len(merged) > MOST_KEYS:
        raise BadParameter(f"Metadata can have up to {MOST_KEYS} keys, but you've set {len(merged)}.")
    return merged
