"""The tables of a version as spreadsheets that everyone can read: one content, two formats."""
