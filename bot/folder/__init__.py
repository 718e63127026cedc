"""A knowledge folder that changes in; a retriever that answers from it, and what an admin is told of the change, out. Imports no room and no face."""
