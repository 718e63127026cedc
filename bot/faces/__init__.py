"""How people reach the bot: a face takes messages apart and shows turns; it decides nothing."""
