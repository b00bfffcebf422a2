"""The members of a customer: what can be said of it, and what answers show."""

from mockserver.apis.chargeover.dialect import Element, Parameters
from mockserver.core.fields.containers import Array
from mockserver.core.fields.field import Field
from mockserver.core.fields.kinds import Choice, Flag, Number, Text, Whole

DELIVERIES = ("email", "print")

ADDRESS = ("addr1", "addr2", "addr3", "city", "state", "postcode", "country", "notes")

MOST_CUSTOM = 50
"""Custom fields that are taken."""

CUSTOMS = tuple(f"custom_{n}" for n in range(1, 21))
"""The custom fields that every customer shows; further ones are there where they are set."""


def _address(block: str) -> dict[str, Field]:
    described = {"addr3": {"deprecated": True}}
    return {f"{block}_{part}": Text(null=True, described=described.get(part)) for part in ADDRESS}


class Customer(Parameters):
    """A customer; lists show it without its tags, and some members of a new one stay as they are for ever."""

    superuser_id = Whole(null=True)
    superuser_external_key = Text(load_only=True)
    external_key = Text(null=True)
    token = Text(dump_only=True)
    company = Text(required=True)
    terms_id = Whole()
    class_id = Whole(null=True)
    admin_id = Whole(null=True)
    campaign_id = Whole(null=True)
    campaign_details = Text(on="create", load_only=True, described={"writeOnly": True})
    currency_id = Whole(on="create")
    language_id = Whole()
    brand_id = Whole(on="create")
    custtype_id = Whole(on="create", load_only=True, described={"deprecated": True})
    default_paymethod = Text(dump_only=True, null=True)
    default_creditcard_id = Whole(dump_only=True, null=True)
    default_ach_id = Whole(dump_only=True, null=True)
    tax_ident = Text(default="")
    no_taxes = Flag(default=False)
    no_dunning = Flag(default=False)
    no_latefees = Flag(default=False)
    no_procfees = Flag(default=False, answered=Whole())  # the only flag that is answered as a number
    write_datetime = Text(dump_only=True)
    write_ipaddr = Text(dump_only=True)
    mod_datetime = Text(dump_only=True)
    mod_ipaddr = Text(dump_only=True)
    terms_name = Text(dump_only=True)
    terms_days = Whole(dump_only=True)
    class_name = Text(dump_only=True)
    paid = Number(dump_only=True)
    total = Number(dump_only=True)
    balance = Number(dump_only=True)
    url_statementlink = Text(dump_only=True)
    url_paymethodlink = Text(dump_only=True)
    url_self = Text(dump_only=True)
    admin_name = Text(dump_only=True)
    admin_email = Text(dump_only=True)
    currency_symbol = Text(dump_only=True)
    currency_iso4217 = Text(dump_only=True)
    display_as = Text(dump_only=True)
    ship_block = Text(dump_only=True)
    bill_block = Text(dump_only=True)
    superuser_name = Text()
    superuser_first_name = Text()
    superuser_last_name = Text()
    superuser_phone = Text()
    superuser_email = Text()
    superuser_token = Text()
    superuser_title = Text(dump_only=True)
    customer_id = Whole(dump_only=True)
    parent_customer_id = Whole(null=True)
    parent_customer_external_key = Text(load_only=True)
    parent_customer_token = Text(load_only=True)
    invoice_delivery = Choice(DELIVERIES, default="email")
    dunning_delivery = Choice(DELIVERIES, default="email")
    customer_status_id = Whole(dump_only=True)
    customer_status_name = Text(dump_only=True)
    customer_status_str = Text(dump_only=True)
    customer_status_state = Text(dump_only=True)
    superuser_username = Text(on="create")
    tags = Array(Element(allow_none=False), always=False)

    class Meta:
        include = {
            **_address("bill"),
            **_address("ship"),
            **{f"custom_{n}": Text(null=True, always=False) for n in range(1, MOST_CUSTOM + 1)},
        }
