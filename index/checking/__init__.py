"""An agreement is held against a checklist: which of its points it has, with the clauses that show it."""
