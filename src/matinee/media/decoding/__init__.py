"""From a file to arrays: what is in a container, its pictures, its sound."""
