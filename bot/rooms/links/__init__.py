"""Links that people send in; titles, lists, and the lines under an answer, out."""
