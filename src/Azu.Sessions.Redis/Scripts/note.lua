-- Notes a node, in place of what it noted before. The clock is the node's: a note is written each minute and counts for five.
-- KEYS 1 nodes   ARGV 1 lag in milliseconds   2 node   3 milliseconds that the note counts   4 now, in milliseconds since 1970
local call, key, note = redis.call, KEYS[1], ARGV[1] .. ':' .. ARGV[2]
call('ZREMRANGEBYSCORE', key, '-inf', ARGV[4])
for _, noted in ipairs(call('ZRANGE', key, 0, -1)) do
  if noted ~= note and noted:match('^%d+:(.*)$') == ARGV[2] then call('ZREM', key, noted) end
end
call('ZADD', key, string.format('%.0f', ARGV[4] + ARGV[3]), note)
-- The notes end with their last one.
if call('PTTL', key) < tonumber(ARGV[3]) then call('PEXPIRE', key, ARGV[3]) end
