"""Fill a hole in a picture with what stands around it."""
