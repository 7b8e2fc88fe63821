"""The desk of whoever runs the service."""
