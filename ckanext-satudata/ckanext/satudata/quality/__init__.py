"""How good datasets are, in the open: written criteria, their checks, scores over time, what would raise them."""
