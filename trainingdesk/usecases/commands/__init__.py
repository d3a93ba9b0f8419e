"""Commands and their handlers, one module an area."""
