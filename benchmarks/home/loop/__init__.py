"""A simulated service in a closed loop: what is shown changes what is learned from."""
