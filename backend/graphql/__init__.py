"""GraphQL: one file a noun."""
