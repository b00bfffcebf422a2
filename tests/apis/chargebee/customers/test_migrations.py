"""Moving a customer here from another site: noted, and failed in the end."""

from tests.clients import Chargebee

SAID = {"from_site": "elsewhere", "id_at_from_site": "acme"}
LATEST = {"from_site": "elsewhere", "entity_type": "customer", "entity_id": "acme"}


def test_a_migration(chargebee: Chargebee) -> None:
    """It is scheduled and fails, because no site sees another one; no customer appears."""
    chargebee.admin("POST", "/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    chargebee.set(deletion="delayed")
    scheduled = {
        **LATEST,
        "status": "scheduled",
        "created_at": 1772366400,
        "updated_at": 1772366400,
        "object": "resource_migration",
    }
    assert chargebee.post("/customers/move", **SAID).json == {"resource_migration": scheduled}
    assert chargebee.get("/resource_migrations/retrieve_latest", **LATEST).json == {"resource_migration": scheduled}
    chargebee.admin("POST", "/clock/advance", {"by": "5m"})
    assert chargebee.get("/resource_migrations/retrieve_latest", **LATEST).json == {
        "resource_migration": {
            **scheduled,
            "status": "failed",
            "errors": "The site elsewhere cannot be reached from this sandbox.",
            "updated_at": 1772366700,
        }
    }
    assert chargebee.get("/customers").json == {"list": []}


def test_what_is_refused(chargebee: Chargebee) -> None:
    """A move has to name a site and a customer; a migration nobody asked for is not found."""
    assert chargebee.post("/customers/move", from_site="elsewhere").json["param"] == "id_at_from_site"
    assert chargebee.post("/customers/move", id_at_from_site="acme").json["param"] == "from_site"
    assert chargebee.get("/resource_migrations/retrieve_latest", **LATEST).status == 404
    other = chargebee.get("/resource_migrations/retrieve_latest", **{**LATEST, "entity_type": "subscription"})
    assert (other.status, other.json["param"]) == (400, "entity_type")
