"""Monday in; how it stands with what is agreed, out, for chats that want to hear it."""
