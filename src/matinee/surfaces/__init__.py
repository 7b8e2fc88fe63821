"""Where the outside meets the house: API, pages, command line, worker."""
