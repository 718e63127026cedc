"""What stands in the way in; taken up, solved, and what helped kept, out."""
