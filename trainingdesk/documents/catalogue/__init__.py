"""The definition of every paper, one module an area."""
