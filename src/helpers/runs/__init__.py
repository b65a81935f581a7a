"""Planning, executing and publishing sets of workbooks."""
