"""The catalogue of papers as pages and command line see it."""
