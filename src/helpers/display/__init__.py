"""What a cell shows: charts, tables and sentences computed from observations."""
