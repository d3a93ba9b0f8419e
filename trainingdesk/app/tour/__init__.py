"""The tour: the whole job once on a fresh demo district, with every paper and picture."""
