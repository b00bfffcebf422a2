"""What a client reads of a contact, changes in one place and sends back."""

from tests.clients import ChargeOver


def test_a_changed_name_counts_in_a_whole_object(chargeover: ChargeOver) -> None:
    """Its parts come back as they were read, and say nothing new."""
    id = chargeover.post("/user", {"name": "Ada Byron", "email": "ada@example.com"}).json["response"]["id"]
    read = chargeover.shown(f"/user/{id}")
    assert chargeover.put(f"/user/{id}", {**read, "name": "Ada Lovelace"}).status == 202
    after = chargeover.shown(f"/user/{id}")
    assert (after["name"], after["first_name"], after["last_name"]) == ("Ada Lovelace", "Ada", "Lovelace")


def test_a_changed_part_counts_in_a_whole_object(chargeover: ChargeOver) -> None:
    id = chargeover.post("/user", {"name": "Ada Byron"}).json["response"]["id"]
    read = chargeover.shown(f"/user/{id}")
    assert chargeover.put(f"/user/{id}", {**read, "last_name": "Lovelace"}).status == 202
    assert chargeover.shown(f"/user/{id}")["name"] == "Ada Lovelace"


def test_a_customer_sent_back_keeps_its_contact_s_name(chargeover: ChargeOver) -> None:
    id = chargeover.customer(superuser_name="Ada Byron")
    read = chargeover.shown(f"/customer/{id}")
    assert chargeover.put(f"/customer/{id}", {**read, "superuser_name": "Ada Lovelace"}).status == 202
    assert chargeover.shown(f"/customer/{id}")["superuser_last_name"] == "Lovelace"
