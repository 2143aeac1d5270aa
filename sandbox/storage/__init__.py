"""Where all rows are kept: SQLite made safe, PostgreSQL, and the way from one to the other."""
