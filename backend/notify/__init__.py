"""What people are told beside the app: who, of what, when and by which way."""
