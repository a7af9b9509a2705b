"""Consumers of the log that propose: speech, search, drafting."""
