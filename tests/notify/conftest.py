"""Rows to plan from, and a mail server."""

from tests.mail.test_mailer import office, server
from tests.projections.conftest import conn, tables

__all__ = ["conn", "office", "server", "tables"]
