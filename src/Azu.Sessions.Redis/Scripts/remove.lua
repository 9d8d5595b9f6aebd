-- KEYS 1 session   ARGV 1 'yes' where the caller is going to wait for replicas
--                       2 generation, 3 digest of the secret that the session must have; each empty where it does not matter
--                       4 channel of announcements, 5 announcement; neither where nothing listens
local call, unpack, sub = redis.call, struct.unpack, string.sub
local stored, generation, secret = call('GET', KEYS[1]), ARGV[2], ARGV[3]

if stored and (generation ~= '' or secret ~= '') then
  -- Of another format nothing is known here: the caller says what it is.
  if #stored < HEADER then return { 'unknown', stored } end
  local format, length, _, _, _, _, parts, listed = unpack(HEAD, stored)
  if format ~= FORMAT or length ~= #stored then return { 'unknown', stored } end
  if generation ~= '' and sub(stored, GENERATION, GENERATION + 3) ~= generation then return { 'other' } end
  if secret ~= '' and sub(stored, SECRET, SECRET + 31) ~= secret then
    local previous = math.floor(parts / PREVIOUS) % 2 == 1 and sub(stored, LISTS + listed, LISTS + listed + 31)
    if previous ~= secret then return { 'other' } end
  end
end

if stored then
  call('DEL', KEYS[1])
elseif ARGV[1] == 'yes' then
  -- Waiting means waiting for the last write of this connection. Without one it would end at once, although the removal that this call
  -- repeats may not have reached a replica.
  call('SET', KEYS[1], '', 'PX', 1)
  call('DEL', KEYS[1])
end
-- Also where there was nothing: a removal whose answer was lost is repeated, and must not be silent if its first announcement was.
if ARGV[4] then call('PUBLISH', ARGV[4], ARGV[5]) end
if not stored then return { 'gone' } end
return { 'removed', stored }
