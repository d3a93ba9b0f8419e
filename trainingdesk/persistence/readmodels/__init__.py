"""Selects that return frozen rows, ordered ids and counts, one module an area."""
