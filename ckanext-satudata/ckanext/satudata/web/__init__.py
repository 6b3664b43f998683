"""The world outside: what may come in, and what a browser is told to let in."""
