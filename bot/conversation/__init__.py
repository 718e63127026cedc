"""What somebody types or presses in, what to say to it out, whatever the face; imports no room, no face, and not the folder's storey."""
