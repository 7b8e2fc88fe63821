"""What members agreed to, as the trade's strings say it: TCF 2 and GPP."""
