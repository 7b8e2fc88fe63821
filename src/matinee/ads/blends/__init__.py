"""Pictures for pauses that bring an advertiser's product into a title's world, with leave."""
