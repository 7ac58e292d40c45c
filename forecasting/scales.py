"""What a rate per person or a share is multiplied by to be read: per cent, per 1,000."""

PERCENT, PER_1000 = 100, 1000
