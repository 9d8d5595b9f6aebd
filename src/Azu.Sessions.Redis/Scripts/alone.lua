-- Whether a script is alone with its key: 0 where another client changed the key while this ran, 1 where this saw no change.
-- KEYS 1 a key that nothing else uses   ARGV 1 how often it looks   2 what the other client writes
local call, key = redis.call, KEYS[1]
call('SET', key, '', 'PX', 60000)
for _ = 1, tonumber(ARGV[1]) do
  if call('GET', key) == ARGV[2] then return 0 end
end
return 1
