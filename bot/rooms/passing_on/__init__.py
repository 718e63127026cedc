"""A few words in; the answer that they ask for as plain text for a mail, out."""
