"""The Roster tab: units, people, and rosters coming in and going out."""
