"""The relations of an acting post to a thing, as access.md defines them: what the rules are made of."""
