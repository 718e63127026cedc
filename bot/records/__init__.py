"""What has to be remembered in, the same back after any restart or gone when somebody asks for it, out; imports nothing that speaks."""
