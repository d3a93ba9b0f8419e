"""The Menu tab."""
