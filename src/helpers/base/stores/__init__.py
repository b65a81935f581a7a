"""Files that lie somewhere else: on an object store, or at any address that fsspec reads."""
