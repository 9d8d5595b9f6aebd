-- KEYS 1 session   ARGV 1 cutoff   2 'yes' where the caller is going to wait for replicas
--                       3 channel of announcements, 4 announcement; neither where nobody listens
local stored = redis.call('GET', KEYS[1])

if stored then
  redis.call('DEL', KEYS[1])
elseif ARGV[2] == 'yes' then
  -- Waiting means waiting for the last write of this connection. Without one it would end at once, although the removal that this call
  -- repeats may not have reached a replica.
  redis.call('SET', KEYS[1], '', 'PX', 1)
  redis.call('DEL', KEYS[1])
end
-- Also where there was nothing: a removal whose answer was lost is repeated, and must not be silent if its first announcement was.
announce(ARGV[3], ARGV[4])

if not stored then return { 'gone' } end
-- What cannot be read may have been a session: it counts as one, and it is gone.
if not is_record(stored) then return { 'removed' } end
local outcome = is_live(stored, ARGV[1]) and 'removed' or 'gone'
if mark_of(stored) == '' then return { outcome } end
return { outcome, stored }
