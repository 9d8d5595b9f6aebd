-- KEYS 1 session   ARGV 1 cutoff   2 version to replace   3 record   4 'no' where the record has lists that it was not entered in
--                       5 channel of announcements, 6 announcement; neither where nothing listens
--@ read.lua
if not is_live then return { 'gone' } end

local given, at = ARGV[3], TIMES
local written = sub(stored, VERSION, WRITE_ID + 7)
if written == sub(given, VERSION, WRITE_ID + 7) then return { 'repeated', stored } end
if sub(written, 1, 8) ~= ARGV[2] then return { 'conflict', stored } end

-- A session is in no list before its entry is. Where its lists or its absolute end change, the caller writes the entries first. The lists
-- follow the absolute end in the record. The lowest two bits of the parts say which kinds of lists there are.
if ARGV[4] == 'no' then
  local given_parts, given_listed = unpack('<I2I4', given, PARTS)
  if given_listed ~= listed or given_parts % 4 ~= parts % 4 or sub(given, END, LISTS + listed - 1) ~= sub(stored, END, LISTS + listed - 1) then
    return { 'unlisted' }
  end
end

end_low, end_high = unpack('<I4I4', given, END)
-- A sign-in gives the session its times, also shorter ones.
if sub(given, GENERATION, GENERATION + 3) ~= sub(stored, GENERATION, GENERATION + 3) then low, high = 0, 0 end
--@ keep.lua
local value = given
if later > 0 then value = sub(given, 1, TIMES - 1) .. sub(stored, TIMES, PARTS - 1) .. sub(given, PARTS) end
--@ put.lua
-- In the same step as the write: both happen, or neither does.
if ARGV[5] then call('PUBLISH', ARGV[5], ARGV[6]) end
if later > 0 then return { 'updated', sub(stored, TIMES, PARTS - 1) } end
return { 'updated' }
