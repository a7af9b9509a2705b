"""What the one write path is made of; the entry is backend/commands.py."""
