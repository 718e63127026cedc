"""When something is: a note in Dutch or English and the moment it is read at in; the day, the hour, or the doubt out."""
