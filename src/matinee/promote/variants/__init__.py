"""Several approved texts for one place: who reads which, and what each brought."""
