"""Assistants ask the portal by the Model Context Protocol, and get computed figures with all that belongs to them."""
