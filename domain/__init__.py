"""What may happen: pure decisions, no I/O, no clock."""
