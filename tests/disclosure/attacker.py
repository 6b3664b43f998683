"""Somebody who knows every figure that is public, and computes what he can say for certain of what is hidden.

He knows no rule of ours but these: a hidden cell is a whole number and at least 1 (or 0), and sums are sums. For each
hidden cell he asks a solver for the least and the greatest value that fits all he knows.
"""

import numpy as np
from scipy.optimize import linprog


def certain(shown, sums, unknown, least=1):
    """Return {cell: value} of the unknown cells of which one value alone fits.

    `known` maps cells to values; `sums` are (whole, parts). What he does not know at all is unknown without a bound.
    """
    cells = sorted({cell for whole, parts in sums for cell in (whole, *parts)} | set(unknown))
    free = [cell for cell in cells if cell not in shown]
    place = {cell: index for index, cell in enumerate(free)}
    rows, right = [], []
    for whole, parts in sums:
        row, rest = np.zeros(len(free)), 0.0
        for cell, sign in [(whole, -1.0), *((part, 1.0) for part in parts)]:
            if cell in shown:
                rest -= sign * float(shown[cell])
            else:
                row[place[cell]] += sign
        if row.any():
            rows.append(row)
            right.append(rest)
    bounds = [(least if cell in unknown else 0, None) for cell in free]
    determined = {}
    for cell in unknown:
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(free))
            aim[place[cell]] = sign
            answer = linprog(aim, A_eq=np.array(rows) if rows else None, b_eq=right or None, bounds=bounds)
            ends.append(answer.fun * sign if answer.status == 0 else None)
        if None not in ends and round(ends[1] + 1e-6) - round(ends[0] - 1e-6) < 1:
            determined[cell] = round(ends[0])
    return determined
