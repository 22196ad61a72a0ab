"""The page Programme: everything that a programme is, each list with its editor; and a new one."""
