"""What every layer may use: paths, clock, ids, text and assets."""
