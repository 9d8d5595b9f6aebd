-- KEYS 1 session   ARGV 1 cutoff   2 version to replace   3 record   4 its mark   5 'yes' where the entries of that mark are written
--                       6 channel of announcements, 7 announcement; neither where nobody listens
--
-- Nearly every write runs this script, and the server runs one at a time. It makes functions anew for each call, which takes it longer than what
-- most of them do: so this script has those of record.lua spelled out, and takes each time apart once. What is said there holds here.
local VERSION, WRITE_ID, SEEN, EXPIRY, ABSOLUTE, MARK, REACH = 12, 20, 84, 92, 100, 32, 17
local call, unpack = redis.call, struct.unpack
local key, cutoff, record, mark = KEYS[1], ARGV[1], ARGV[3], ARGV[4]
local stored = call('GET', key)

-- Whether it is a record, and live.
if not stored or #stored < ABSOLUTE - 1 then return { 'gone' } end
local format, parts, length = unpack('<BBxI4', stored)
local is_listed = length ~= #stored
if format ~= 1 or (is_listed and length + MARK ~= #stored) or (parts % 2 == 1 and #stored < ABSOLUTE + 7) then return { 'gone' } end
local cut_low, cut_high = unpack('<I4I4', cutoff)
local old_seen_low, old_seen_high, old_low, old_high = unpack('<I4I4I4I4', stored, SEEN)
if old_high < cut_high or (old_high == cut_high and old_low <= cut_low) then return { 'gone' } end

local written = stored:sub(VERSION, WRITE_ID + 7)
if written == record:sub(VERSION, WRITE_ID + 7) then return { 'repeated', stored } end
if written:sub(1, 8) ~= ARGV[2] then return { 'conflict', stored } end

-- A touch that overtook this update is kept, but never past the absolute end.
local value = record
local seen_low, seen_high, low, high = unpack('<I4I4I4I4', record, SEEN)
if old_seen_high > seen_high or (old_seen_high == seen_high and old_seen_low > seen_low) then
  value = value:sub(1, SEEN - 1) .. stored:sub(SEEN, SEEN + 7) .. value:sub(EXPIRY)
end
if old_high > high or (old_high == high and old_low > low) then
  value = value:sub(1, EXPIRY - 1) .. stored:sub(EXPIRY, EXPIRY + 7) .. value:sub(ABSOLUTE)
  low, high = old_low, old_high
end
if record:byte(2) % 2 == 1 then
  local end_low, end_high = unpack('<I4I4', record, ABSOLUTE)
  if high > end_high or (high == end_high and low > end_low) then
    value = value:sub(1, EXPIRY - 1) .. record:sub(ABSOLUTE, ABSOLUTE + 7) .. value:sub(ABSOLUTE)
    low, high = end_low, end_high
  end
end

-- A session is in no list before its entry is: where it is to stand in other lists, or for longer, the caller writes the entries first.
if is_listed or mark ~= '' then
  local function is_later(a, at, b, bt)
    local a_low, a_high = unpack('<I4I4', a, at)
    local b_low, b_high = unpack('<I4I4', b, bt)
    return a_high > b_high or (a_high == b_high and a_low > b_low)
  end
  if ARGV[5] ~= 'yes' then
    local old = stored:sub(length + 1)
    if old:sub(1, REACH - 1) ~= mark:sub(1, REACH - 1) then return { 'unlisted', stored } end
    if mark ~= '' and is_later(mark, REACH, old, REACH) then return { 'unlisted', stored } end
    mark = old
  end
  if mark ~= '' and is_later(value, EXPIRY, mark, REACH) then return { 'unlisted', stored } end
end

local left = math.ceil(((high - cut_high) * 4294967296 + low - cut_low) / 10000)
if left > 0 then call('SET', key, value .. mark, 'PX', string.format('%.0f', left)) else call('DEL', key) end
if ARGV[6] then call('PUBLISH', ARGV[6], ARGV[7]) end
if value == record then return { 'updated' } end
return { 'updated', value:sub(SEEN, SEEN + 7), value:sub(EXPIRY, EXPIRY + 7) }
