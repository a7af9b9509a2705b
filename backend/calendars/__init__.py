"""Deadlines for calendar programs: iCalendar (RFC 5545) under an address that only its owner knows."""
