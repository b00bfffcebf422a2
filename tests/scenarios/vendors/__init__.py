"""What tells the four vendors apart: where customers are, how a card is stored, and how each says no."""

from tests.scenarios.vendors.chargebee import CHARGEBEE
from tests.scenarios.vendors.chargeover import CHARGEOVER
from tests.scenarios.vendors.rebilly import REBILLY
from tests.scenarios.vendors.stripe import STRIPE

VENDORS = {vendor.sample.api: vendor for vendor in (CHARGEBEE, CHARGEOVER, REBILLY, STRIPE)}
