-- KEYS 1 session   ARGV 1 cutoff   2 version to replace   3 record   4 its mark   5 'yes' where the entries of that mark are written
--                       6 channel of announcements, or nothing   7 announcement
local stored, record, mark = redis.call('GET', KEYS[1]), ARGV[3], ARGV[4]

if not is_live(stored, ARGV[1]) then return { 'gone' } end
if version(stored) == version(record) and write_id(stored) == write_id(record) then return { 'repeated', stored } end
if version(stored) ~= ARGV[2] then return { 'conflict', stored } end

-- A touch that overtook this update is kept, but never past the absolute end.
local seen, expires = later(last_seen(stored), last_seen(record)), later(expiry(stored), expiry(record))
local ends = absolute_expiry(record)
if ends and is_later(expires, ends) then expires = ends end

-- A session is in no list before its entry is: where it is to stand in other lists, or for longer, the caller writes the entries first.
if ARGV[5] ~= 'yes' then
  local _, old = split(stored)
  if digest(old) ~= digest(mark) then return { 'unlisted', stored } end
  if mark ~= '' and is_later(reach(mark), reach(old)) then return { 'unlisted', stored } end
  mark = old
end
if mark ~= '' and is_later(expires, reach(mark)) then return { 'unlisted', stored } end

put(KEYS[1], with_times(record, seen, expires) .. mark, ARGV[1])
announce(ARGV[6], ARGV[7])
return { 'updated', seen, expires }
