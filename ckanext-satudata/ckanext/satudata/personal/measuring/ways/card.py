"""Bank cards, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Chance, Make, grouped


def card(chance: Chance) -> str:
    """Return 16 figures with the check figure of Luhn."""
    number = chance.one("4", "5") + chance.figures(14)
    total = 0
    for index, figure in enumerate(reversed(number)):
        doubled = int(figure) * (2 - index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return number + str(-total % 10)


HEADERS = ("no kartu kredit", "credit card", "nomor kartu atm")
ANYWHERE = False
WORD = "kartu kredit"
WAYS: tuple[Make, ...] = (card, lambda c: grouped(card(c), (4, 4, 4), " "))
