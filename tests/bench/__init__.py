"""How fast the pages are, beside a bare Django page: `make bench`."""
