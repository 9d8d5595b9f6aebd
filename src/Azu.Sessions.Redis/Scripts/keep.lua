-- Of the stored times of use and those in `given` at `at` one unit counts: the one that expires later, on a tie the one seen later, both cut at
-- the absolute end first. Afterwards `later` is above 0 where that is the stored one, and below 0 where the given one moves it; low and high
-- are its expiry.
local given_seen_low, given_seen_high, given_low, given_high = unpack('<I4I4I4I4', given, at)
if (given_high - end_high) * 4294967296 + given_low - end_low > 0 then given_low, given_high = end_low, end_high end
if (high - end_high) * 4294967296 + low - end_low > 0 then low, high = end_low, end_high end
local later = (high - given_high) * 4294967296 + low - given_low
if later == 0 then later = (seen_high - given_seen_high) * 4294967296 + seen_low - given_seen_low end
if later <= 0 then low, high = given_low, given_high end
