"""The tables that Stripe publishes; `data/README.md` has their sources."""

from mockserver.core.tables import Tables

_TABLES = Tables(__file__)

rows = _TABLES.rows

COUNTRIES = frozenset(_TABLES.words("countries"))
CURRENCIES = _TABLES.words("currencies")
LANGUAGES = frozenset(_TABLES.words("languages"))
