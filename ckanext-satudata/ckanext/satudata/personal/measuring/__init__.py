"""Measures the guard: recall and precision on tables made afresh from a seed, and on real ones."""
