"""Read models, built from the log and rebuildable from it."""
