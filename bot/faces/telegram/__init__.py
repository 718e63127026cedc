"""Updates of Telegram in, messages to Telegram out; what they say the conversation decides. Imported by no storey below."""
