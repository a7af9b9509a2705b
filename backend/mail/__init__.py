"""E-mail: a digest of what waits, composed and handed to the mail server of the installation."""
