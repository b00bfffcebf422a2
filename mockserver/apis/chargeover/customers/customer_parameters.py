"""What a customer can be made of, and what of it can be changed."""

from mockserver.apis.chargeover.parameters import Choice, Flag, Parameters, Text, Texts, Whole

DELIVERIES = ("email", "print")

MOST_CUSTOM = 50
"""Custom fields that are taken; the first twenty are in every answer."""


class CustomerUpdateParameters(Parameters):
    """The members of a customer that a change can say; all others are passed over."""

    parent_customer_id = Whole()
    parent_customer_external_key = Text()
    parent_customer_token = Text()
    external_key = Text()
    company = Text(required=True)
    language_id = Whole()
    class_id = Whole()
    admin_id = Whole()
    campaign_id = Whole()
    superuser_id = Whole()
    superuser_external_key = Text()
    superuser_token = Text()
    superuser_email = Text()
    superuser_name = Text()
    superuser_first_name = Text()
    superuser_last_name = Text()
    superuser_phone = Text()
    bill_addr1 = Text()
    bill_addr2 = Text()
    bill_addr3 = Text(deprecated=True)
    bill_city = Text()
    bill_state = Text()
    bill_postcode = Text()
    bill_country = Text()
    bill_notes = Text()
    ship_addr1 = Text()
    ship_addr2 = Text()
    ship_addr3 = Text(deprecated=True)
    ship_city = Text()
    ship_state = Text()
    ship_postcode = Text()
    ship_country = Text()
    ship_notes = Text()
    terms_id = Whole()
    no_taxes = Flag()
    no_dunning = Flag()
    no_latefees = Flag()
    no_procfees = Flag()
    invoice_delivery = Choice(DELIVERIES)
    dunning_delivery = Choice(DELIVERIES)
    tax_ident = Text()
    tags = Texts()

    class Meta:
        include = {f"custom_{n}": Text() for n in range(1, MOST_CUSTOM + 1)}


class CustomerCreateParameters(CustomerUpdateParameters):
    """The members of a customer that a new one can say; some of them stay as they are for ever."""

    currency_id = Whole()
    campaign_details = Text(writeOnly=True)
    superuser_username = Text()
    brand_id = Whole()
    custtype_id = Whole(deprecated=True)
