"""Courses, faculty and the year's menu (P5.1-P5.4)."""
