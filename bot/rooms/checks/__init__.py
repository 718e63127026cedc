"""The room where agreements are looked at, point by point."""
