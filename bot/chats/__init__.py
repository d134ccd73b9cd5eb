"""The chat platforms: Telegram, Discord and the terminal."""
