"""What has to be found, built, hired or answered for, scene by scene."""
