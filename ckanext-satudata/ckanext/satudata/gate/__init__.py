"""The one way in for writing: what a room wants to see before something is stored, it offers as a step.

The steps run in the written order of `steps.Phase`, whatever the order of the plugins. The gate belongs to the base
plugin, for it cannot be switched off.
"""
