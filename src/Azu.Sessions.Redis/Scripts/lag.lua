-- The longest lag in milliseconds of the nodes that are noted now; nothing without one.
-- KEYS 1 nodes   ARGV 1 now, in milliseconds since 1970
local longest = false
for _, note in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf')) do
  local lag = tonumber(note:match('^(%d+):'))
  if lag and (not longest or lag > longest) then longest = lag end
end
return longest and string.format('%.0f', longest)
