"""Assistants that speak the Model Context Protocol in, checked texts to quote out; an optional extra. Decides nothing."""
