"""A task (nhiệm vụ, giao việc): its state, its events, its commands."""
