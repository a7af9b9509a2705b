"""A message (tin nhắn): what somebody said in a place, and what became of it. An aggregate of its own."""
