"""The war room: complaints whose time has passed, who sees to each, what was decided, and the log of the situation.

`cases` reads the published complaints, which have nothing of who complained; `model` keeps what the room says of them.
"""
