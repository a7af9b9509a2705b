"""Timers: what is due when, kept in step with the rows; and what is done when the moment comes."""
