"""Questions that were asked in; a picture and a table of the last weeks, out."""
