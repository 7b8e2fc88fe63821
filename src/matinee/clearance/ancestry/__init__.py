"""From what, by which model and by which leave a file was made, as far as the record says."""
