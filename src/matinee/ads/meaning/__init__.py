"""What scenes and creatives are about, as vectors of one space, prepared before anybody asks."""
