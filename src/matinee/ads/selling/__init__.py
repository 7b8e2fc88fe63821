"""Who may sell the house's breaks: ads.txt, app-ads.txt and sellers.json."""
