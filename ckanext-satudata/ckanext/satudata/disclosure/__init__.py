"""Disclosure control: which cells of a table may not be public, so that nobody finds a person behind a small count.

Pure rules over the cells of one table, without a database: `cells` lays the table out with all of its sums, `pattern`
says which cells are hidden, `audit` plays who computes a hidden cell from what is left. `protecting` does it to a
table that is about to be published.
"""
