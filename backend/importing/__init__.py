"""Data from files: a wrong row is told by line and column, the rest goes in, twice changes nothing."""
