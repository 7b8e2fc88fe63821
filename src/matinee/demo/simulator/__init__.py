"""An audience that does not exist: who they are, when they come, what they are shown and watch.

The whole model is in docs/explanation/simulated-audience.md. It knows nothing of any recommender.
"""
