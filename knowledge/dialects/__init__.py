"""Lines of Markdown as other tools write it come in, lines of plain Markdown that shows the same go out."""
