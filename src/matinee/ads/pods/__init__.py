"""Which ads fill a break, in which order and at what price: exactly, for breaks of real size."""
