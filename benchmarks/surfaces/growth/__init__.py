"""What a request, an event, a title and a minute of film cost as a house grows, and in money."""
