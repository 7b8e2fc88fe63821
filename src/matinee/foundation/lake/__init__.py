"""Tables at rest in the blob store, in the open format Delta Lake, and what reads them."""
