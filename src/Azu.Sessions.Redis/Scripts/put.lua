-- Writes `value`, which is to be there until the cutoff reaches its expiry in low and high.
local left = math.ceil(((high - cut_high) * 4294967296 + low - cut_low) / 10000)
if left > 0 then call('SET', KEYS[1], value, 'PX', left) else call('DEL', KEYS[1]) end
