"""Account hierarchies: who is below whom, who pays, and what may be seen."""

from typing import Any

import pytest

from tests.clients import Answer, Chargebee


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site of a root, two below it, and one below the first of these; and one that stands alone."""
    for id in ("root", "left", "right", "leaf", "alone"):
        chargebee.customer(id=id)
    for id, parent in (("left", "root"), ("right", "root"), ("leaf", "left")):
        assert link(chargebee, id, parent_id=parent).status == 200
    return chargebee


def link(site: Chargebee, id: str, **said: Any) -> Answer:
    return site.post(f"/customers/{id}/relationships", **said)


def customer(site: Chargebee, id: str) -> Any:
    return site.get(f"/customers/{id}").json["customer"]


def hierarchy(site: Chargebee, id: str, kind: str) -> list[Any]:
    answer = site.get(f"/customers/{id}/hierarchy", hierarchy_operation_type=kind)
    assert answer.status == 200, answer.content
    places: list[Any] = answer.json["hierarchies"]
    return places


def place(id: str, parent: str | None, *children: str) -> dict[str, Any]:
    return {
        "customer_id": id,
        **({"parent_id": parent} if parent else {}),
        "payment_owner_id": id,
        "invoice_owner_id": id,
        "has_children": bool(children),
        **({"children_ids": [*children]} if children else {}),
        "object": "hierarchy",
    }


ROOT, LEFT, LEAF, RIGHT = (
    place("root", None, "left", "right"), place("left", "root", "leaf"), place("leaf", "left"), place("right", "root"),
)  # fmt: skip


def test_a_linked_customer(site: Chargebee) -> None:
    """It shows its parent; where nobody else is named, it pays for itself, and the site's settings hold."""
    answer = link(site, "alone", parent_id="right")
    linked = answer.json["customer"]
    assert linked["relationship"] == {
        "parent_id": "right", "payment_owner_id": "alone", "invoice_owner_id": "alone",
    }  # fmt: skip
    assert linked["use_default_hierarchy_settings"] is True
    assert answer.json == {"customer": customer(site, "alone")}


@pytest.mark.parametrize(
    ("id", "kind", "expected"),
    [
        ("leaf", "complete_hierarchy", [ROOT, LEFT, LEAF, RIGHT]),
        ("root", "complete_hierarchy", [ROOT, LEFT, LEAF, RIGHT]),
        ("root", "subordinates", [LEFT, LEAF, RIGHT]),
        ("left", "subordinates", [LEAF]),
        ("leaf", "subordinates", []),
        ("leaf", "path_to_root", [LEAF, LEFT, ROOT]),
        ("root", "path_to_root", [ROOT]),
        ("alone", "complete_hierarchy", [place("alone", None)]),
    ],
)
def test_a_part_of_a_hierarchy(site: Chargebee, id: str, kind: str, expected: list[Any]) -> None:
    """All of it, what is below a customer, or the way up from it; the list has the same, page by page."""
    assert hierarchy(site, id, kind) == expected
    found, offset = [], None
    while True:
        page = site.get(f"/customers/{id}/hierarchy_detail", hierarchy_operation_type=kind, limit=2, offset=offset).json
        found += [row["hierarchy"] for row in page["list"]]
        offset = page.get("next_offset")
        if not offset:
            break
    assert found == expected


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ({"invoice_owner_id": "left"}, ("left", "left")),
        ({"invoice_owner_id": "root", "payment_owner_id": "root"}, ("root", "root")),
        ({"payment_owner_id": "root"}, ("root", "leaf")),
        ({"payment_owner_id": "root", "invoice_owner_id": "leaf"}, ("root", "leaf")),
        ({"payment_owner_id": "", "invoice_owner_id": ""}, ("leaf", "leaf")),
    ],
)
def test_owners(site: Chargebee, said: dict[str, str], owners: tuple[str, str]) -> None:
    """Those above a customer can pay, and get its invoices; who gets them pays."""
    relationship = link(site, "leaf", parent_id="left", **said).json["customer"]["relationship"]
    assert (relationship["payment_owner_id"], relationship["invoice_owner_id"]) == owners
    [leaf, *_] = hierarchy(site, "leaf", "path_to_root")
    assert (leaf["payment_owner_id"], leaf["invoice_owner_id"]) == owners


def test_another_place(site: Chargebee) -> None:
    """A customer moves with all below it; without a new parent it keeps the one it has."""
    assert link(site, "left", parent_id="right").status == 200
    assert [each["customer_id"] for each in hierarchy(site, "leaf", "path_to_root")] == [
        "leaf", "left", "right", "root",
    ]  # fmt: skip
    assert link(site, "left", invoice_owner_id="root").json["customer"]["relationship"] == {
        "parent_id": "right", "payment_owner_id": "root", "invoice_owner_id": "root",
    }  # fmt: skip


def test_out_of_the_hierarchy(site: Chargebee) -> None:
    """A customer loses its place and its settings, and keeps those below it."""
    access = {"portal_edit_subscriptions": "yes"}
    link(site, "left", use_default_hierarchy_settings=False, child_account_access=access)
    before = customer(site, "left")
    after = site.post("/customers/left/delete_relationship").json["customer"]
    gone = {"relationship", "use_default_hierarchy_settings", "child_account_access"}
    assert set(before) - set(after) == gone
    assert [each["customer_id"] for each in hierarchy(site, "leaf", "complete_hierarchy")] == ["left", "leaf"]
    assert hierarchy(site, "root", "complete_hierarchy") == [place("root", None, "right"), RIGHT]
    assert site.post("/customers/left/delete_relationship").status == 200


@pytest.mark.parametrize("leave", ["delete_relationship", "relationships", "delete"])
def test_owners_that_are_not_above_any_more(site: Chargebee, leave: str) -> None:
    """Who is left below pays and gets invoices itself where whoever did has gone, or it has gone from there."""
    site.admin("POST", "/clock/freeze")
    site.set(deletion="delayed")
    if leave == "delete":
        site.customer(id="middle")
        site.post("/customers/middle/delete")
        link(site, "middle", parent_id="root")
        link(site, "left", parent_id="middle")
    link(site, "leaf", invoice_owner_id="root")
    before = customer(site, "leaf")
    assert before["relationship"] == {"parent_id": "left", "payment_owner_id": "root", "invoice_owner_id": "root"}
    if leave != "delete":
        assert site.post(f"/customers/left/{leave}", parent_id="alone").status == 200
    site.admin("POST", "/clock/advance", {"by": "5m"})
    after = customer(site, "leaf")
    assert after["relationship"] == {"parent_id": "left", "payment_owner_id": "leaf", "invoice_owner_id": "leaf"}
    assert after["resource_version"] > before["resource_version"]


def test_settings(site: Chargebee) -> None:
    """A customer's own replace those of the same group; the site's take both away."""
    path = "/customers/leaf/update_hierarchy_settings"
    parents = {"portal_edit_child_subscriptions": "no", "send_invoice_emails": True}
    children = {"portal_edit_subscriptions": "view_only", "portal_download_invoices": ""}
    own = site.post(
        path, use_default_hierarchy_settings=False, parent_account_access=parents, child_account_access=children
    ).json["customer"]
    assert own["use_default_hierarchy_settings"] is False
    assert own["parent_account_access"] == parents
    assert own["child_account_access"] == {"portal_edit_subscriptions": "view_only"}
    other = {"portal_download_child_invoices": "yes"}
    changed = site.post(path, use_default_hierarchy_settings=False, parent_account_access=other).json["customer"]
    assert changed["parent_account_access"] == other
    assert changed["child_account_access"] == {"portal_edit_subscriptions": "view_only"}
    again = site.post(path).json["customer"]
    assert again["use_default_hierarchy_settings"] is True
    assert {"parent_account_access", "child_account_access"}.isdisjoint(again)


@pytest.mark.parametrize(
    ("id", "said", "status", "code", "param"),
    [
        ("alone", {}, 400, "param_wrong_value", "parent_id"),
        ("alone", {"parent_id": "nobody"}, 404, "resource_not_found", "parent_id"),
        ("alone", {"parent_id": "alone"}, 400, "invalid_request", "parent_id"),
        ("root", {"parent_id": "leaf"}, 400, "invalid_request", "parent_id"),
        ("alone", {"parent_id": "elsewhere"}, 400, "invalid_request", "parent_id"),
        ("leaf", {"invoice_owner_id": "right"}, 400, "invalid_request", "invoice_owner_id"),
        ("leaf", {"payment_owner_id": "right"}, 400, "invalid_request", "payment_owner_id"),
        ("leaf", {"invoice_owner_id": "left", "payment_owner_id": "root"}, 400, "invalid_request", "payment_owner_id"),
        ("leaf", {"use_default_hierarchy_settings": "maybe"}, 400, "param_wrong_value",
         "use_default_hierarchy_settings"),
        ("leaf", {"child_account_access": {"portal_edit_subscriptions": "no"}}, 400, "param_wrong_value",
         "child_account_access[portal_edit_subscriptions]"),
        ("nobody", {"parent_id": "root"}, 404, "resource_not_found", None),
    ],
)  # fmt: skip
def test_what_is_refused(
    site: Chargebee, id: str, said: dict[str, Any], status: int, code: str, param: str | None
) -> None:
    """A place that cannot be, owners that are not above, and words nobody declared."""
    site.set(business_entities=["be_1", "be_2"])
    site.customer(id="elsewhere", business_entity_id="be_1")
    before = hierarchy(site, "root", "complete_hierarchy")
    answer = link(site, id, **said)
    assert (answer.status, answer.json["api_error_code"], answer.json.get("param")) == (status, code, param)
    assert hierarchy(site, "root", "complete_hierarchy") == before


def test_five_levels_are_enough(site: Chargebee) -> None:
    """Neither a sixth level nor a tree that would reach it can be hung on."""
    for id, parent in (("four", "leaf"), ("five", "four")):
        site.customer(id=id)
        assert link(site, id, parent_id=parent).status == 200
    for id, parent in (("alone", "five"), ("root", "alone")):
        answer = link(site, id, parent_id=parent)
        assert (answer.status, answer.json["api_error_code"], answer.json["param"]) == (
            400, "resource_limit_exceeded", "parent_id",
        )  # fmt: skip


def test_as_many_children_as_there_can_be(chargebee: Chargebee) -> None:
    """250, of whom each can be linked again."""
    for number in range(252):
        chargebee.customer(id=f"{number}")
        if 0 < number < 251:
            link(chargebee, f"{number}", parent_id="0")
    answer = link(chargebee, "251", parent_id="0")
    assert (answer.status, answer.json["api_error_code"]) == (400, "resource_limit_exceeded")
    assert link(chargebee, "250", parent_id="0").status == 200


def test_settings_outside_of_a_hierarchy(site: Chargebee) -> None:
    """Who has no parent has none."""
    answer = site.post("/customers/root/update_hierarchy_settings", use_default_hierarchy_settings=False)
    assert (answer.status, answer.json["api_error_code"]) == (409, "invalid_state_for_request")


@pytest.mark.parametrize("said", [{}, {"hierarchy_operation_type": "sideways"}])
def test_a_part_nobody_knows(site: Chargebee, said: dict[str, str]) -> None:
    """The part of a hierarchy has to be named, by a word there is."""
    for path in ("hierarchy", "hierarchy_detail"):
        answer = site.get(f"/customers/root/{path}", **said)
        assert (answer.status, answer.json["param"]) == (400, "hierarchy_operation_type")
