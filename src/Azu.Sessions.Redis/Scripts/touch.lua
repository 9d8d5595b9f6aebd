-- KEYS 1 session   ARGV 1 cutoff   2 last seen   3 expiry   4 mark of the entries that the caller has written
--                       5 the mark that they are to replace; both may be empty
local stored = redis.call('GET', KEYS[1])

if not is_live(stored, ARGV[1]) then return { 'gone' } end

local seen, expires = later(last_seen(stored), ARGV[2]), ARGV[3]
local ends = absolute_expiry(stored)
if ends and is_later(expires, ends) then expires = ends end
expires = later(expiry(stored), expires)
if seen == last_seen(stored) and expires == expiry(stored) then return { 'touched' } end

-- Only a session without an absolute end can outlive its entries. New ones count only if they are in the lists that it is in now.
local record, mark = split(stored)
local outcome = 'touched'
if mark ~= '' and is_later(expires, reach(mark)) then
  if mark ~= ARGV[5] or is_later(expires, reach(ARGV[4])) then return { 'unlisted', stored } end
  mark, outcome = ARGV[4], 'moved'
end

put(KEYS[1], with_times(record, seen, expires) .. mark, ARGV[1])
return { outcome }
