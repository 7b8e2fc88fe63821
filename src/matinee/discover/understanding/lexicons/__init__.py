"""What words mean to somebody who looks for a film: moods, genres, nations, company, occasions."""
