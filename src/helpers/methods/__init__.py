"""Statistics as pure functions on numbers: no files, no frames, no charts."""
