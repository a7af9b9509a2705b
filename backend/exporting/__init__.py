"""Exports: all that was said in a place, as files that need no program of ours to be read."""
