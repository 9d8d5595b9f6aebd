-- KEYS 1 session   ARGV 1 cutoff   2 version to replace   3 record   4 its mark   5 'yes' where the entries of that mark are written
--                       6 channel of announcements, or nothing   7 announcement
local stored, record, mark = redis.call('GET', KEYS[1]), ARGV[3], ARGV[4]

if not is_live(stored, ARGV[1]) then return { 'gone' } end
if stored:sub(VERSION, WRITE_ID + 7) == record:sub(VERSION, WRITE_ID + 7) then return { 'repeated', stored } end
if stored:sub(VERSION, WRITE_ID - 1) ~= ARGV[2] then return { 'conflict', stored } end

-- A touch that overtook this update is kept, but never past the absolute end.
local value = record
local function keep(at, of, from) value = value:sub(1, at - 1) .. of:sub(from, from + 7) .. value:sub(at + 8) end
if is_later(stored, SEEN, record, SEEN) then keep(SEEN, stored, SEEN) end
if is_later(stored, EXPIRY, record, EXPIRY) then keep(EXPIRY, stored, EXPIRY) end
if has_absolute_end(record) and is_later(value, EXPIRY, record, ABSOLUTE) then keep(EXPIRY, record, ABSOLUTE) end

-- A session is in no list before its entry is: where it is to stand in other lists, or for longer, the caller writes the entries first.
if ARGV[5] ~= 'yes' then
  local old = mark_of(stored)
  if old:sub(1, REACH - 1) ~= mark:sub(1, REACH - 1) then return { 'unlisted', stored } end
  if mark ~= '' and is_later(mark, REACH, old, REACH) then return { 'unlisted', stored } end
  mark = old
end
if mark ~= '' and is_later(value, EXPIRY, mark, REACH) then return { 'unlisted', stored } end

put(KEYS[1], value .. mark, ARGV[1])
announce(ARGV[6], ARGV[7])
if value == record then return { 'updated' } end
return { 'updated', value:sub(SEEN, SEEN + 7), value:sub(EXPIRY, EXPIRY + 7) }
