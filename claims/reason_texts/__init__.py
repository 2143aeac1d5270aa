"""The texts behind ``claims.reasons``: our own words, one row a number. PURE."""
