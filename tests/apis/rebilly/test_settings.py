"""The switches of an organization, turned over the control plane."""

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.rebilly.samples import CUSTOMER, configure
from tests.clients import InProcess, Rebilly
from tests.tables import each_row


def test_the_defaults_are_those_of_today(rebilly: Rebilly) -> None:
    """An organization starts with the current profile, replacing PUT, clamped pages and nothing strict."""
    rebilly.customer()
    assert rebilly.admin("GET", "/settings/rebilly").json == {
        "pagination": "clamp",
        "profile": "current",
        "put": "replace",
        "custom_fields": "lenient",
        "references": "lenient",
    }


def test_settings_belong_to_one_organization(rebilly: Rebilly) -> None:
    """What one organization switches, another does not notice."""
    other = Rebilly(rebilly.caller, f"{rebilly.organization}-other")
    configure(rebilly, pagination="strict")
    assert rebilly.get("/customers?limit=-1").status == 400
    assert other.get("/customers?limit=-1").status == 200


@each_row(("name", "value"), [("profile", "legacy"), ("put", True), ("pagination", None), ("other", 1)])
def test_a_setting_takes_only_its_values(rebilly: Rebilly, name: str, value: object) -> None:
    """An unknown name or value is refused and nothing changes."""
    answer = rebilly.admin("PUT", "/settings/rebilly", {name: value})
    assert (answer.status, [error["path"] for error in answer.json["errors"]]) == (422, [[name]])


def test_the_legacy_profile_answers_the_older_generation(rebilly: Rebilly) -> None:
    """Before May 2026 a customer said whether enhanced due diligence was required, after its locale."""
    current = rebilly.customer(**CUSTOMER)
    configure(rebilly, profile="legacy-2026-05")
    legacy = rebilly.get(f"/customers/{current['id']}").json
    assert legacy == {**current, "isEddRequired": False}
    names = list(current)
    names.insert(names.index("locale") + 1, "isEddRequired")
    assert list(legacy) == names


def test_the_legacy_member_is_never_stored(rebilly: Rebilly) -> None:
    """What a profile adds is added to the answer only."""
    configure(rebilly, profile="legacy-2026-05")
    rebilly.customer(isEddRequired=True)
    configure(rebilly, profile="current")
    assert "isEddRequired" not in rebilly.get("/customers").json[0]
    assert "isEddRequired" not in rebilly.admin("GET", "/data/rebilly/customers").json["records"][0]


def test_any_key_lets_every_word_in() -> None:
    """Where the server takes any key, it needs no form; without a key there is still none."""
    strict = Rebilly(InProcess(create_app(Settings())), "org_x", "secret")
    lenient = Rebilly(InProcess(create_app(Settings(any_key=True))), "org_x", "secret")
    assert [client.get("/customers").status for client in (strict, lenient)] == [401, 200]
    assert lenient.caller.send("GET", "/organizations/org_x/customers", {}, None).status == 401


def test_any_key_still_tells_publishable_keys() -> None:
    """A key that says it is publishable may only do what publishable keys may."""
    rebilly = Rebilly(InProcess(create_app(Settings(any_key=True))), "org_x", "pk_whatever")
    assert rebilly.get("/customers").status == 403
