"""Every generative model behind one door: no call without a permit."""
