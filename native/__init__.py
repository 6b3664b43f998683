"""The native installation: what `./satudata` does on a Debian machine, with Python's standard library only."""
