"""Figures that somebody asks for: what they may see, how it is grouped, and files of it."""
