"""Published strategies and what they promise."""
