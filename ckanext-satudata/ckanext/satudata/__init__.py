"""Satu Data Indonesia for a district, on CKAN."""
