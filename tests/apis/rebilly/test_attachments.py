"""Attachments, and the compliance screening reports that are kept as such."""

from typing import Any

import pytest

from mockserver.apis.rebilly.account.attachments import RELATED_TYPES
from tests.apis.rebilly.samples import NOW, advance, changed, freeze, without
from tests.clients import Rebilly
from tests.tables import each_row

ATTACHMENT: dict[str, Any] = {"fileId": "file_1", "relatedType": "customer", "relatedId": "mara"}
FULL = {**ATTACHMENT, "name": "contract.pdf", "description": "Signed"}


def links(rebilly: Rebilly, id: str, file: str) -> list[dict[str, str]]:
    """Give the links of an attachment."""
    base = f"http://localhost/organizations/{rebilly.organization}"
    return [{"rel": "self", "href": f"{base}/attachments/{id}"}, {"rel": "file", "href": f"{base}/files/{file}"}]


@pytest.mark.parametrize("body", [ATTACHMENT, FULL], ids=["required members", "every member"])
def test_create_answers_the_attachment(rebilly: Rebilly, body: dict[str, Any]) -> None:
    """An attachment has what the body said; what is left out is not there."""
    freeze(rebilly)
    answer = rebilly.post("/attachments", body)
    id = answer.json["id"]
    assert (answer.status, id[:6]) == (201, "att_01")
    assert answer.json == {
        "id": id, **body, "createdTime": NOW, "updatedTime": NOW, "_links": links(rebilly, id, "file_1"),
    }  # fmt: skip
    assert answer.headers["location"] == answer.json["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2999"
    assert rebilly.get(f"/attachments/{id}").json == answer.json


@each_row("type", RELATED_TYPES)
def test_files_hang_on_many_things(rebilly: Rebilly, type: str) -> None:
    """Every documented type of record can have attachments."""
    assert rebilly.post("/attachments", {**ATTACHMENT, "relatedType": type}).json["relatedType"] == type


@pytest.mark.parametrize("name", ATTACHMENT)
def test_required_members_are_required(rebilly: Rebilly, name: str) -> None:
    """The file and the record have to be named."""
    answer = rebilly.post("/attachments", without(ATTACHMENT, name))
    assert (answer.status, answer.invalid_fields) == (422, {name: ["This member is required."]})


@each_row(
    ("name", "value", "message"),
    [
        ("fileId", "x" * 51, "Must be at most 50 characters long."),
        ("relatedType", "token", None),
        ("relatedId", 7, "Must be a string."),
        ("name", None, "Must not be null."),
        ("description", 7, "Must be a string."),
    ],
)
def test_a_wrong_member_is_named(rebilly: Rebilly, name: str, value: Any, message: str | None) -> None:
    """Each member is checked, for a new attachment and for one that is put."""
    body = changed(FULL, name, value)
    for answer in (rebilly.post("/attachments", body), rebilly.put("/attachments/one", body)):
        assert (answer.status, list(answer.invalid_fields)) == (422, [name])
        assert message is None or answer.invalid_fields[name] == [message]


def test_a_file_hangs_on_a_record_once(rebilly: Rebilly) -> None:
    """Attaching it again is refused; another record or file is another attachment."""
    rebilly.put("/attachments/one", ATTACHMENT)
    for answer in (rebilly.post("/attachments", ATTACHMENT), rebilly.put("/attachments/two", ATTACHMENT)):
        assert (answer.status, answer.json["detail"]) == (409, "The file is attached to this record already.")
    others = [{"fileId": "file_2"}, {"relatedId": "tom"}, {"relatedType": "invoice"}]
    assert [rebilly.post("/attachments", {**ATTACHMENT, **other}).status for other in others] == [201] * 3


def test_put_creates_and_replaces(rebilly: Rebilly) -> None:
    """An attachment can have an own id; put again, its time of creation stays."""
    freeze(rebilly)
    created = rebilly.put("/attachments/one", FULL)
    advance(rebilly, "1h")
    replaced = rebilly.put("/attachments/one", ATTACHMENT)
    assert (created.status, replaced.status) == (201, 200)
    assert created.headers["location"] == links(rebilly, "one", "file_1")[0]["href"]
    assert replaced.headers["x-ratelimit-remaining"] == "2999"
    assert replaced.json == {
        "id": "one", **ATTACHMENT, "createdTime": NOW, "updatedTime": "2026-01-15T11:00:00+00:00",
        "_links": links(rebilly, "one", "file_1"),
    }  # fmt: skip


def test_delete_detaches(rebilly: Rebilly) -> None:
    """The answer is empty and reports no limit."""
    rebilly.put("/attachments/one", ATTACHMENT)
    answer = rebilly.delete("/attachments/one")
    assert (answer.status, answer.content) == (204, b"")
    assert [name for name in answer.headers if name.startswith("x-ratelimit")] == []
    assert [rebilly.get("/attachments/one").status, rebilly.delete("/attachments/one").status] == [404, 404]


def test_the_list_is_narrowed_to_a_customer(rebilly: Rebilly) -> None:
    """The link of a customer leads to its attachments and no others."""
    customer = rebilly.customer()
    mine = rebilly.post("/attachments", {**ATTACHMENT, "relatedId": customer["id"]}).json
    rebilly.post("/attachments", {**ATTACHMENT, "relatedType": "invoice", "relatedId": customer["id"]})
    rebilly.post("/attachments", ATTACHMENT)
    (href,) = (link["href"] for link in customer["_links"] if link["rel"] == "attachments")
    answer = rebilly.send("GET", href.removeprefix("http://localhost"), raw=True)
    assert (answer.json, answer.headers["pagination-total"]) == ([mine], "1")


@pytest.mark.parametrize("query", ["q=CONTRACT", "sort=-relatedId&limit=1", "filter=fileId:file_1"])
def test_the_list_can_be_searched_and_sorted(rebilly: Rebilly, query: str) -> None:
    """Text, order and members choose attachments."""
    rebilly.put("/attachments/one", {**FULL, "relatedId": "z"})
    rebilly.put("/attachments/two", {**ATTACHMENT, "fileId": "file_2"})
    assert rebilly.get(f"/attachments?{query}&fields=name").json == [{"id": "one", "name": "contract.pdf"}]


def test_a_compliance_report_is_attached_to_its_customer(rebilly: Rebilly) -> None:
    """The report is a PDF that hangs on the customer, and is embedded where it is asked for."""
    freeze(rebilly)
    rebilly.put("/customers/mara", {})
    answer = rebilly.post("/customers/mara/compliance-screening-report")
    report = answer.json
    assert (answer.status, report["id"][:6], report["fileId"][:7]) == (201, "att_01", "file_01")
    assert report == {
        "id": report["id"],
        "fileId": report["fileId"],
        "relatedType": "customer",
        "relatedId": "mara",
        "name": "compliance-screening-report.pdf",
        "description": "Compliance screening report",
        "createdTime": NOW,
        "updatedTime": NOW,
        "_links": links(rebilly, report["id"], report["fileId"]),
    }
    assert answer.headers["location"] == report["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2998"
    (found,) = rebilly.get("/attachments?filter=relatedType:customer;relatedId:mara&expand=file").json
    file = found.pop("_embedded")["file"]
    assert (found, file["id"], file["mime"], file["extension"]) == (report, report["fileId"], "application/pdf", "pdf")


def test_a_report_wants_a_customer(rebilly: Rebilly) -> None:
    """There is no report about nobody."""
    answer = rebilly.post("/customers/none/compliance-screening-report")
    assert (answer.status, answer.json["detail"]) == (404, "Customer not found.")


def test_a_merge_hands_attachments_over(rebilly: Rebilly) -> None:
    """What hangs on the duplicate hangs on the target afterwards; what hangs on something else of its name stays."""
    for id in ("mara", "tom"):
        rebilly.put(f"/customers/{id}", {})
    for id, type in (("one", "customer"), ("two", "invoice")):
        rebilly.put(f"/attachments/{id}", {**ATTACHMENT, "relatedType": type})
    assert rebilly.delete("/customers/mara?targetCustomerId=tom").status == 204
    assert [rebilly.get(f"/attachments/{id}").json["relatedId"] for id in ("one", "two")] == ["tom", "mara"]


def test_an_unknown_file_is_not_embedded(rebilly: Rebilly) -> None:
    """A file that nobody knows is left out."""
    assert "_embedded" not in rebilly.post("/attachments?expand=file", ATTACHMENT).json
