"""Layers and links → the rows of the record that a reader asks for. Imports the kernel only."""
