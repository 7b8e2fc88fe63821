"""All SQL of access: accounts and tokens, sessions, and the count of failed sign-ins."""
