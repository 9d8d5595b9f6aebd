-- KEYS 1 session   ARGV 1 cutoff   2 value
local stored, new = redis.call('GET', KEYS[1]), ARGV[2]

if stored and not (is_record(stored) and not is_live(stored, ARGV[1])) then
  if is_record(stored) and stored:sub(WRITE_ID, WRITE_ID + 7) == new:sub(WRITE_ID, WRITE_ID + 7) then return 'repeated' end
  return 'exists'
end

put(KEYS[1], new, ARGV[1])
return 'created'
