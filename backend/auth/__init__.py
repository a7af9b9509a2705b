"""Who someone is: accounts, sessions and tokens. What they may do is the domain's affair."""
