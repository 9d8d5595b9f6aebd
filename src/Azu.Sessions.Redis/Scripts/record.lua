-- What a script knows of a value. It is a packed record (SessionRecordFormat, format 1) and behind it, where the session stands in an
-- index, its mark: 16 bytes of digest, 8 until, 8 tag (IndexMark).
--
-- Versions, write ids and times are little-endian. A number in Lua is a double, which takes 2^53 and 2^53 + 1 for the same: so versions and
-- write ids stay bytes, and times are compared in two halves. Lua counts from 1, so each offset is one more than in the format's description.
--
-- The server makes these functions anew for every call: what only one script needs stands there.

local FORMAT, VERSION, WRITE_ID, SEEN, EXPIRY, ABSOLUTE, MARK, REACH = 1, 12, 20, 84, 92, 100, 32, 17

local function has_absolute_end(value) return value:byte(2) % 2 == 1 end

local function is_record(value)
  if #value < ABSOLUTE - 1 then return false end
  local format, length = struct.unpack('<BxxI4', value)
  return format == FORMAT and (length == #value or length + MARK == #value) and (#value > ABSOLUTE + 6 or not has_absolute_end(value))
end

-- The mark behind a record: empty for a session that is in no list.
local function mark_of(value) return value:sub(struct.unpack('<I4', value, 4) + 1) end

-- Of eight bytes in each. Not as strings: their order follows the locale of the server.
local function is_later(a, at, b, bt)
  local a_low, a_high = struct.unpack('<I4I4', a, at)
  local b_low, b_high = struct.unpack('<I4I4', b, bt)
  return a_high > b_high or (a_high == b_high and a_low > b_low)
end

-- The cutoff is the expiry from which on a store no longer returns a session.
local function is_live(value, cutoff) return value and is_record(value) and is_later(value, EXPIRY, cutoff, 1) end

local function milliseconds(from, to, at)
  local from_low, from_high = struct.unpack('<I4I4', from)
  local to_low, to_high = struct.unpack('<I4I4', to, at)
  return math.ceil(((to_high - from_high) * 4294967296 + to_low - from_low) / 10000)
end

-- Writes a value that is to be there until the cutoff reaches its expiry.
local function put(key, value, cutoff)
  local left = milliseconds(cutoff, value, EXPIRY)
  if left > 0 then redis.call('SET', key, value, 'PX', string.format('%.0f', left)) else redis.call('DEL', key) end
end

-- In the same step as the write: both happen, or neither does.
local function announce(channel, message)
  if channel then redis.call('PUBLISH', channel, message) end
end
