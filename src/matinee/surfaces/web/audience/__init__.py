"""Who is watching: choosing a profile, and making one."""
