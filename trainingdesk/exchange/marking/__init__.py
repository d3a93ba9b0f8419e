"""Marking a sender's workbook in a process of its own: what is here is imported by that process, and nothing of it stays in the desk's."""
