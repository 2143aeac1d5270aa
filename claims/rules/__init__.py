"""The conditions that a claim can fail, one named function each. PURE.

Facts go in (a ``Review``), findings come out. The scrubber and the payer share these functions:
the scrubber turns a finding into a hold, the payer turns the same finding into a rejection, a
denial or a request. Which conditions each one asks, and in which order, is written down in
``claims.scrubber`` and ``claims.payer.rulebook``.
"""
