"""A document that somebody sends comes in, whichever program wrote it; drafts of entries go out, or its clauses."""
