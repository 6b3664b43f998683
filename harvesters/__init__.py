"""Harvest definitions, one file for each agency."""
