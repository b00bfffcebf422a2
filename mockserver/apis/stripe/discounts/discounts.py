"""Taking a customer's discount away."""

from mockserver.apis.stripe import views
from mockserver.apis.stripe.customers.operations import named_customer
from mockserver.apis.stripe.discounts.discount_shapes import DeletedDiscountSchema
from mockserver.apis.stripe.discounts.discount_views import current_discount
from mockserver.apis.stripe.discounts.rules import blank_discount, tell
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import NoSuch
from mockserver.apis.stripe.requests import read
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply

DELETE = Expandable()


@route(
    "DELETE /customers/<customer>/discount", "discounts.delete", "DeleteCustomersCustomerDiscount",
    DeletedDiscountSchema,
)  # fmt: skip
def delete_discount(call: Call) -> Reply:
    """Take a customer's discount away. Without one that is an error."""
    read(call, DELETE)
    before = named_customer(call, "customer")
    discount = current_discount(call, before)
    if discount is None and any_id(call):
        discount = blank_discount(call, before)
    if discount is None:
        raise NoSuch(f"No active discount for customer: {before['id']}", param="")
    customer = {**before, "discount": None}
    call.records.put(CUSTOMERS, customer["id"], customer)
    tell(call, before, customer)
    gone = {name: value for name, value in views.view(call, discount).items() if name != "end"}
    return Reply.json(200, {**gone, "deleted": True})
