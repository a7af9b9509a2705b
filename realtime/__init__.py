"""Keeping devices true: protocol, session, fan-out."""
