"""Demonstration districts."""
