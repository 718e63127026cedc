"""What somebody has time, people and a purpose for in; a game or assignment that fits, out."""
