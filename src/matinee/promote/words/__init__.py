"""What is said of a title: written, checked against its sources, approved, and translated."""
