-- KEYS 1 session   ARGV 1 cutoff   2 last seen   3 expiry   4 mark of the entries that the caller has written
--                       5 the mark that they are to replace; both may be empty
local stored, seen, expires = redis.call('GET', KEYS[1]), ARGV[2], ARGV[3]

if not is_live(stored, ARGV[1]) then return { 'gone' } end

-- Times only ever move on, and never past the absolute end.
if is_later(stored, SEEN, seen, 1) then seen = stored:sub(SEEN, SEEN + 7) end
if has_absolute_end(stored) and is_later(expires, 1, stored, ABSOLUTE) then expires = stored:sub(ABSOLUTE, ABSOLUTE + 7) end
if is_later(stored, EXPIRY, expires, 1) then expires = stored:sub(EXPIRY, EXPIRY + 7) end

local value = stored:sub(1, SEEN - 1) .. seen .. expires .. stored:sub(ABSOLUTE)
if value == stored then return { 'touched' } end

-- Only a session without an absolute end can outlive its entries. New ones count only if they are in the lists that it is in now.
local mark = mark_of(stored)
if mark == '' or not is_later(expires, 1, mark, REACH) then
  put(KEYS[1], value, ARGV[1])
  return { 'touched' }
end
if mark ~= ARGV[5] or is_later(expires, 1, ARGV[4], REACH) then return { 'unlisted', stored } end
put(KEYS[1], value:sub(1, -MARK - 1) .. ARGV[4], ARGV[1])
return { 'moved' }
