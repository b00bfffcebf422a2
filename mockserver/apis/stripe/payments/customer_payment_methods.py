"""The payment methods of one customer: list them and read one."""

from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.customers.operations import named_customer
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.lookups import belonging
from mockserver.apis.stripe.payments.payment_method_members import CustomerPaymentMethodListParameters
from mockserver.apis.stripe.payments.payment_method_rules import PAYMENT_METHOD
from mockserver.apis.stripe.payments.payment_method_shapes import PaymentMethodSchema
from mockserver.apis.stripe.payments.payment_methods import page_of
from mockserver.apis.stripe.requests import read
from mockserver.apis.stripe.shapes import list_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply

LIST, RETRIEVE = CustomerPaymentMethodListParameters(), Expandable()


@route(
    "GET /customers/<customer>/payment_methods", "customer_payment_methods.list", "GetCustomersCustomerPaymentMethods",
    list_of(PaymentMethodSchema), query=LIST,
)  # fmt: skip
def list_customer_payment_methods(call: Call) -> Reply:
    """List a customer's payment methods."""
    values = read(call, LIST)
    return page_of(call, values, named_customer(call))


@route(
    "GET /customers/<customer>/payment_methods/<payment_method>", "customer_payment_methods.get",
    "GetCustomersCustomerPaymentMethodsPaymentMethod", PaymentMethodSchema, query=RETRIEVE,
)  # fmt: skip
def retrieve_customer_payment_method(call: Call) -> Reply:
    """Retrieve a customer's payment method."""
    values = read(call, RETRIEVE)
    customer = named_customer(call)
    method = belonging(call, PAYMENT_METHOD, customer, call.arguments["payment_method"], "payment_method")
    return answer(call, method, values)
