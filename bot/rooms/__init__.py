"""What can be talked of besides asking: one folder a subject, with all that is its own. A room imports no other room."""
