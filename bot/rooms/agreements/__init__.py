"""What people agree on in; cards, and reminders at the right time, out."""
