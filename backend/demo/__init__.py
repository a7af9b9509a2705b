"""The demo city: real units, invented people, and a year and a half of work (dữ liệu minh họa)."""
