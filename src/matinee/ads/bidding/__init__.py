"""Outside buyers: asked by OpenRTB 2.6, judged, and told what became of their bids."""
