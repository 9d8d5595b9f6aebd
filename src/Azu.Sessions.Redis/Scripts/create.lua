-- KEYS 1 session   ARGV 1 cutoff   2 value
local stored, new = redis.call('GET', KEYS[1]), ARGV[2]

if stored and not (is_record(stored) and not is_live(stored, ARGV[1])) then
  if is_record(stored) and write_id(stored) == write_id(new) then return 'repeated' end
  return 'exists'
end

put(KEYS[1], new, ARGV[1])
return 'created'
