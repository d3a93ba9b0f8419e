"""The composition root: wires every layer, starts the window or the command line."""
