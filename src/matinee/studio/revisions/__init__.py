"""From one draft to the next: which scene became which, and what was decided goes along."""
