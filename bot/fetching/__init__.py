"""Addresses that strangers send in, the titles of public pages out; imports nothing else of the bot."""
