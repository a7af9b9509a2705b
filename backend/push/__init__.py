"""Push: notices from the outbox to people's devices, at least once; a device that gets none is told so."""
