"""A state of a tenant is remembered, put back, and kept in a file."""

from pathlib import Path

import pytest

from mockserver import Tenant
from mockserver.testing.plane import ControlError
from mockserver.testing.server import MockServer


def names(tenant: Tenant) -> list[str]:
    return [record["name"] for record in tenant.data("stripe", "customers")]


@pytest.fixture
def shop(tenant: Tenant) -> Tenant:
    """A tenant with one customer, and a rule that was not met yet."""
    tenant.seed({"stripe": {"customers": [{"name": "Ada"}]}})
    tenant.fail("customers.create", "declined")
    return tenant


def test_a_state_is_put_back(shop: Tenant) -> None:
    """As often as one likes; the name may be the server's."""
    prepared = shop.snapshot()
    assert (prepared.name, prepared.records) == ("snapshot-1", 2)
    with shop.session("stripe") as session:
        for _ in range(2):
            statuses = [session.post("/customers", data={"name": "Grace"}).status_code for _ in range(2)]
            assert (statuses, names(shop)) == ([402, 200], ["Ada", "Grace"])
            assert shop.restore(prepared) == prepared
            assert names(shop) == ["Ada"]


def test_snapshots_have_names(shop: Tenant) -> None:
    shop.snapshot("before")
    assert [snapshot.name for snapshot in shop.snapshots()] == ["before"]
    with pytest.raises(ControlError, match="There is a snapshot 'before' already") as caught:
        shop.snapshot("before")
    assert caught.value.status == 409
    shop.remove_snapshot("before")
    with pytest.raises(ControlError, match="There is no snapshot 'before'"):
        shop.restore("before")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_state_is_kept_in_a_file(shop: Tenant, live: MockServer, tmp_path: Path, ending: str) -> None:
    """And put back for another tenant."""
    file = tmp_path / f"prepared.{ending}"
    shop.save_snapshot(shop.snapshot(), file)
    assert file.read_text().startswith("{" if ending == "json" else "version: 1")
    with live.tenant() as other:
        loaded = other.load_snapshot(file)
        assert (loaded.name, loaded.records) == ("prepared", 2)  # the customer, and the event of its creation
        other.restore("prepared")
        assert names(other) == ["Ada"]
        assert [rule.source["operation"] for rule in other.rules()] == ["customers.create"]
        assert other.load_snapshot(file, "again").name == "again"


def test_a_file_with_a_record_that_its_api_cannot_read(tenant: Tenant, tmp_path: Path) -> None:
    """It is refused, unless it is meant."""
    file = tmp_path / "broken.yaml"
    file.write_text("version: 1\nrecords: { rebilly: { customers: [{ id: ada, record: { tags: x } }] } }\n")
    with pytest.raises(ControlError, match=r"record\.tags.*must be an array"):
        tenant.load_snapshot(file)
    assert tenant.load_snapshot(file, raw=True).records == 1


def test_an_unknown_snapshot_is_written_nowhere(tenant: Tenant, tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="There is no snapshot 'none'"):
        tenant.save_snapshot("none", tmp_path / "none.yaml")
    assert not (tmp_path / "none.yaml").exists()
