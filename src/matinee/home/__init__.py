"""The page a member sees: which rows, in which order, no title twice."""
