"""What is answered about contacts is what is documented."""

from mockserver.apis.chargeover.api import api
from tests.apis.chargeover.contacts.members import SENT, contact
from tests.clients import Answer, ChargeOver


def test_every_answer_fits_its_document(chargeover: ChargeOver) -> None:
    """Every operation, what it gives and how it refuses."""
    customer = chargeover.customer()
    id = contact(chargeover, **SENT, customer_id=customer)
    actions = {"users.get_login_url": "getLoginURL", "users.login": "login", "users.set_password": "password",
               "users.reset_password": "reset_password"}  # fmt: skip
    answers: list[tuple[str, Answer]] = [
        ("users.create", chargeover.post("/user", {"name": "Ada"})),
        ("users.create", chargeover.post("/user", {"user_type_id": "x"})),
        ("users.list", chargeover.get("/user")),
        ("users.list", chargeover.get("/user", where="x")),
        ("users.count", chargeover.get("/user/_count")),
        ("users.get", chargeover.get(f"/user/{id}")),
        ("users.get", chargeover.get("/user/1")),
        ("users.update", chargeover.put(f"/user/{id}", {"name": "Ada"})),
        ("users.update", chargeover.put("/user/1", {"name": "Ada"})),
        *((name, chargeover.post(f"/user/{id}/_action/{action}")) for name, action in actions.items()),
        *(("users.act", chargeover.post(f"/user/{id}?action={action}")) for action in actions.values()),
        ("users.act", chargeover.post(f"/user/{id}")),
        ("users.delete", chargeover.delete(f"/user/{id}")),
        ("users.delete", chargeover.delete(f"/user/{id}")),
    ]
    for operation, answer in answers:
        route = api.route(operation)
        assert route is not None
        schema = route.responses[answer.status].schema
        assert schema is not None
        assert schema().validate(answer.json) == {}, operation
    assert {operation for operation, _ in answers} == {
        route.operation for route in api.routes if route.operation.startswith("users.")
    }


def test_contacts_can_be_part_of_a_fixture_file(chargeover: ChargeOver) -> None:
    """After the customers, which they may name by their external keys."""
    assert list(api.fixtures)[:2] == ["customers", "users"]
    document = {
        "version": 1,
        "chargeover": {
            "accounts": {
                chargeover.account: {
                    "users": [{"name": "Ada King", "customer_external_key": "engines"}],
                    "customers": [{"company": "Engines", "external_key": "engines"}],
                }
            }
        },
    }
    answer = chargeover.admin("POST", "/data", document)
    assert answer.status == 200, answer.content
    assert [user["name"] for user in chargeover.shown("/user", where="customers.customer_id:EQUALS:1")] == ["Ada King"]
