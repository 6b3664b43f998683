"""Screens of the command center."""
