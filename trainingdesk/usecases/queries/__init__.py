"""Reads that return frozen rows, one module an area."""
