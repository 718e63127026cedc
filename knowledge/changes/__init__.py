"""What an admin wants to change in a content folder comes in, the folder changed goes out; the version before is kept."""
