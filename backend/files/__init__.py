"""Files that officials put here: received in pieces (tus 1.0), looked at, stored once by hash, served."""
