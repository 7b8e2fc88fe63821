"""What is searched, made from the catalogue: pictures of it that take each other's place."""
