"""What officials' work comes to: read from the stretches of tasks, scored by the rule that holds."""
