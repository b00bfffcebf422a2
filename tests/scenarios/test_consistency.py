"""The scenario in which reads are behind."""

from tests.scenarios.shops import Shop


def test_a_get_is_behind(shop: Shop) -> None:
    """The first get after a create finds nothing, in the vendor's words; the next one does."""
    shop.follow("eventual-consistency")
    for _ in range(2):
        ada = shop.id()
        missing, found = shop.get(ada), shop.get(ada)
        assert shop.says(missing) == shop.vendor.word("not_found", ada)
        assert found.status == 200


def test_a_list_is_behind(shop: Shop) -> None:
    """The first list after a create looks as it does where there is nobody."""
    nobody = shop.list()
    shop.follow("eventual-consistency")
    for customers in (1, 2):
        shop.id()
        behind = shop.list()
        assert (behind.status, behind.json) == (200, nobody.json)
        varying = {"x-mock-rule", "request-id", "date"}
        assert {n: h for n, h in behind.headers.items() if n not in varying} == {
            n: h for n, h in nobody.headers.items() if n not in varying
        }
        assert shop.count() == customers


def test_other_tenants_are_up_to_date(shop: Shop) -> None:
    """A tenant that did not ask for it reads what it wrote."""
    other = shop.of(f"{shop.tenant}-other")
    shop.follow("eventual-consistency")
    assert other.get(other.id()).status == 200
