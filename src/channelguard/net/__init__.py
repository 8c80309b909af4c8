"""Everything that opens a connection, each part only where the caller switched it on.

Nothing in the line imports this package. What leaves the machine, and to whom, is in
``docs/network.md``.
"""
