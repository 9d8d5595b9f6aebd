-- How many keys a server has, how many it met in one step, and how many of those are sessions.
-- KEYS 1 some key of that server   ARGV 1 prefix   2 how far
local prefix, digits = ARGV[1], 32
local met = redis.call('SCAN', '0', 'COUNT', ARGV[2])[2]
local sessions = 0
for _, key in ipairs(met) do
  if #key == #prefix + digits and key:sub(1, #prefix) == prefix and not key:find('[^0-9a-f]', #prefix + 1) then sessions = sessions + 1 end
end
return { redis.call('DBSIZE'), #met, sessions }
