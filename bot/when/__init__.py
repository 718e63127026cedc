"""Words about days and hours in, dates and times out, on the clocks of Amsterdam; imports nothing else of the bot."""
