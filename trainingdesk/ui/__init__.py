"""The window: pages show rows and send commands."""
