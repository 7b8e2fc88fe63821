"""Settings, engines and services joined: the only place that chooses."""
