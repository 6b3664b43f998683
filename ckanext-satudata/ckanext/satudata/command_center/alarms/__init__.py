"""Alarms: rules over published figures, and what is told, acknowledged and kept when one of them is broken.

A rule is a file of `rules/`, or was saved in the browser. `measuring` asks the observations, `watching` compares them
with the rules when figures have changed, `describing` says what is open to whom.
"""
