"""What an advertiser may look up: how far a campaign is, what it owes, why an ad was shown."""
