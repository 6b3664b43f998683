"""Takes a whole district in from one workbook: its look, its offices with their tree, and their people."""
