"""Who sells the house's breaks."""
