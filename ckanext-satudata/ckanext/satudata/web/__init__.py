"""The world outside: what may come in, and what a browser may let in."""
