"""A contest (kiến nghị): an official does not agree with their figure, and their leader decides."""
