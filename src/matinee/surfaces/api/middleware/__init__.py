"""What stands around every request, each in a file of its own, without Starlette's overhead."""
