"""A directive (giao đồng loạt): one text, deadline and form to many units; each has a task of it."""
