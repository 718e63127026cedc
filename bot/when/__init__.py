"""When something is, on the clocks of Amsterdam: a note in Dutch or English and the moment it is read at in; the day, the hour,
what repeats, or the doubt out. Imports nothing else of the bot.
"""
