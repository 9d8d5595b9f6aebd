-- Enters a session into a list, or raises its score; never lowers it. Scores are milliseconds since 1970, and the clock is the server's own.
-- KEYS 1 list   ARGV 1 id   2 score: the absolute end of the session
local call, key, score = redis.call, KEYS[1], tonumber(ARGV[2])
local MARGIN, MOST = 3600000, 100

local entered = tonumber(call('ZSCORE', key, ARGV[1]))
if entered and entered >= score then return end
call('ZADD', key, score, ARGV[1])

-- Removes entries that are over by more than the margin, a part at a time, so that no entry takes long. The margin is for the clocks of nodes.
local time = call('TIME')
local over = call('ZCOUNT', key, '-inf', '(' .. string.format('%.0f', time[1] * 1000 - MARGIN))
if over > 0 then call('ZREMRANGEBYRANK', key, 0, math.min(over, MOST) - 1) end

-- The list ends with its last entry.
local last = call('ZRANGE', key, -1, -1, 'WITHSCORES')
if last[2] then call('PEXPIREAT', key, tonumber(last[2]) + MARGIN) end
