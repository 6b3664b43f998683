"""The outlines of regions: those of all districts, which the package has, and those that a district has imported."""
