"""The long lists of Chargebee's documents; `data/README.md` has their sources."""

from mockserver.core.tables import Tables

table = Tables(__file__).json
