"""The check digit of card numbers, as ISO/IEC 7812 has it."""

_DOUBLED = str.maketrans("0123456789", "0246813579")
"""What the digits of a digit's double add up to."""


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a number fits the others.

    >>> passes_luhn("4242424242424242"), passes_luhn("4242424242424241")
    (True, False)
    """
    return (sum(map(int, number[-1::-2])) + sum(map(int, number[-2::-2].translate(_DOUBLED)))) % 10 == 0
