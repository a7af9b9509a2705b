"""Notices: who is told of what happens."""
