"""Reading files that others sent, in a process of its own: what is here is imported by that process alone, and light."""
