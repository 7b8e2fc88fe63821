"""From a film to what a player loads: HLS in fragmented MP4, thumbnails, subtitles."""
