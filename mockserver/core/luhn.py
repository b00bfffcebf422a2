"""The check digit of card numbers, as ISO/IEC 7812 has it."""


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a number fits the others.

    >>> passes_luhn("4242424242424242"), passes_luhn("4242424242424241")
    (True, False)
    """
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(int(digit) for digit in number[-1::-2]) + sum(n // 10 + n % 10 for n in doubled)) % 10 == 0
