"""Funding instructions: the accounts that a customer sends money to, invented, and the same each time."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.cash_balances import TRANSFER_OF, digits
from mockserver.apis.stripe.balances.members import FundingInstructions
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.identifiers import account_of
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.owner import named_customer
from mockserver.apis.stripe.problems import bad
from mockserver.apis.stripe.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply

CREATE = FundingInstructions()

_COUNTRY_OF = {"gb_bank_transfer": "GB", "jp_bank_transfer": "JP", "mx_bank_transfer": "MX", "us_bank_transfer": "US"}

_ADDRESSES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "eu_bank_transfer": {"iban": ("sepa",)},
    "gb_bank_transfer": {"sort_code": ("fps", "bacs")},
    "jp_bank_transfer": {"zengin": ("zengin",)},
    "mx_bank_transfer": {"spei": ("spei",)},
    "us_bank_transfer": {"aba": ("ach", "domestic_wire_us"), "swift": ("swift",)},
}
"""By kind of transfer, its types of addresses and the networks that lead to each."""

_BBAN = {"BE": ("", 12), "DE": ("", 18), "ES": ("", 20), "FR": ("", 23), "IE": ("SAND", 14), "NL": ("SAND", 10)}
"""By country, the letters and the number of digits behind the first four characters of an IBAN."""

HOLDER, BANK = "Sandbox Payments", "Sandbox Bank"


@route(
    "POST /customers/<customer>/funding_instructions", "funding_instructions.create",
    "PostCustomersCustomerFundingInstructions", shape_of(FundingInstructions), body=CREATE,
)  # fmt: skip
def create_funding_instructions(call: Call) -> Reply:
    """Create or retrieve the accounts a customer sends money to."""
    values = read(call, CREATE)
    customer = named_customer(call, "customer")["id"]
    transfer = values["bank_transfer"]
    type, currency = transfer["type"], values["currency"]
    if TRANSFER_OF.get(currency) != type and not any_id(call):
        raise bad(("currency",), f"Invalid currency: {currency}. {type} does not support it.")
    country = _COUNTRY_OF.get(type) or transfer["eu_bank_transfer"]["country"]
    wanted = transfer.get("requested_address_types", _ADDRESSES[type])
    for index, name in enumerate(wanted):
        if name not in _ADDRESSES[type]:
            path = ("bank_transfer", "requested_address_types", str(index))
            raise bad(path, f"Invalid address type: {type} does not support {name}.")
    instructions = {
        "object": "funding_instructions",
        "bank_transfer": {
            "country": country,
            "financial_addresses": [
                {
                    name: _details(name, country, account_of(call.tenant), customer),
                    "supported_networks": networks,
                    "type": name,
                }
                for name, networks in _ADDRESSES[type].items()
                if name in wanted
            ],
            "type": type,
        },
        "currency": currency,
        "funding_type": "bank_transfer",
        "livemode": False,
    }
    return answer(call, instructions, values)


def _details(type: str, country: str, *key: str) -> dict[str, Any]:
    """Make up an account: no bank has it, since codes and check digits are zeros."""
    details = _account(type, country, *key, country)
    address = {"city": "Sandbox", "country": country, "line1": "1 Sandbox Street", "line2": None}
    address |= {"postal_code": "00000", "state": None}
    details |= {"account_holder_address": address, "account_holder_name": HOLDER, "bank_address": dict(address)}
    return dict(sorted(details.items()))


def _account(type: str, country: str, *key: str) -> dict[str, Any]:
    match type:
        case "aba":
            number = digits(12, *key)
            return {
                "account_number": number,
                "account_type": "checking",
                "bank_name": BANK,
                "routing_number": "000000000",
            }
        case "iban":
            letters, count = _BBAN[country]
            return {
                "bic": f"SAND{country}00XXX",
                "country": country,
                "iban": f"{country}00{letters}{digits(count, *key)}",
            }
        case "sort_code":
            return {"account_number": digits(8, *key), "sort_code": "000000"}
        case "spei":
            return {"bank_code": "000", "bank_name": BANK, "clabe": f"000{digits(15, *key)}"}
        case "swift":
            number = digits(12, *key)
            return {
                "account_number": number,
                "account_type": "checking",
                "bank_name": BANK,
                "swift_code": "SANDUS00",
            }
    return {
        "account_number": digits(7, *key),
        "account_type": "futsu",
        "bank_code": "0000",
        "bank_name": BANK,
        "branch_code": "000",
        "branch_name": "Sandbox Branch",
    }
