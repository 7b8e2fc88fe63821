"""From a break to its ads: targeting, caps and the pod, in memory and without a database."""
