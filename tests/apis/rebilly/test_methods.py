"""The payment methods that Rebilly lists."""

from mockserver.apis.rebilly.tables import ALTERNATIVE, METHODS


def test_the_lists_are_as_long_as_rebillys() -> None:
    """There are 199 payment methods, and 167 an alternative instrument can have."""
    assert (len(set(METHODS)), len(set(ALTERNATIVE))) == (199, 167)


def test_three_alternatives_are_no_payment_methods() -> None:
    """Three instruments can be made of a token only."""
    assert set(ALTERNATIVE) - set(METHODS) == {"plaid-account", "Paysafecash", "wire"}


def test_what_has_a_shape_of_its_own_is_no_alternative() -> None:
    """Cards and bank accounts are never alternative methods."""
    assert {"payment-card", "ach"}.isdisjoint(ALTERNATIVE)
