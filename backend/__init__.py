"""What holds the platform together: store, write path, HTTP, command line."""
