"""Provinces that add up to their nation: people, births, deaths and migration, by sex and age, every interval.

provinces    what is known of the areas, and of their nation
interval     one interval made to add up, rates re-derived until counts and rates agree
projection   the intervals after each other, and what was adjusted
migration    flows between areas that cancel, flows across the border that add to the nation's

Feeney (2017), Consistent Subnational Population Projection (demographer.com): scale the counts to the nation,
derive the rates they imply, project again, until both hold.
"""
