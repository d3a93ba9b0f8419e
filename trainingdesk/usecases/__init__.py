"""What a user can do: commands and queries through one gate."""
