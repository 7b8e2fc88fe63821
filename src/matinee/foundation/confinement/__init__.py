"""What decodes a stranger's file runs in a process of its own: started, bounded and spoken to."""
