"""What a question, a start and an edit cost, how search grows, and what peers cost beside it."""
