-- Enters a session into a list.
-- KEYS 1 list   ARGV 1 cutoff   2 member: 16 bytes of id, 8 reach, 8 tag
redis.call('ZADD', KEYS[1], 0, ARGV[2])

-- Ids are random, so the members behind the new one are a sample of all. Whatever of it is over goes: of a list that is only ever written
-- to, an eighth at most is dead.
for _, member in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], '(' .. ARGV[2], '+', 'LIMIT', 0, 8)) do
  if #member == 32 and not is_later(member, REACH, ARGV[1], 1) then redis.call('ZREM', KEYS[1], member) end
end

-- The list ends with its last member.
local left = math.max(1, milliseconds(ARGV[1], ARGV[2], REACH))
if redis.call('PTTL', KEYS[1]) < left then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left)) end
