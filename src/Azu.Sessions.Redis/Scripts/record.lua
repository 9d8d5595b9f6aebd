-- What every script knows of a value. It is a packed record (SessionRecordFormat, format 1) and behind it, where the session stands in an
-- index, its mark: 16 bytes of digest, 8 until, 8 tag (IndexMark).
--
-- Versions, write ids and times stay bytes and are compared as bytes: a number in Lua is a double, which takes 2^53 and 2^53 + 1 for the
-- same. They are little-endian. Lua counts from 1, so each offset is one more than in the format's description.

local FORMAT, HEADER, WITH_ABSOLUTE, MARK = 1, 99, 107, 32

local function version(value) return value:sub(12, 19) end
local function write_id(value) return value:sub(20, 27) end
local function last_seen(value) return value:sub(84, 91) end
local function expiry(value) return value:sub(92, 99) end
local function absolute_expiry(value) return value:byte(2) % 2 == 1 and value:sub(100, 107) end

local function with_times(record, seen, expires) return record:sub(1, 83) .. seen .. expires .. record:sub(100) end

local function length(value)
  local a, b, c, d = value:byte(4, 7)
  return a + b * 256 + c * 65536 + d * 16777216
end

-- The record without its mark, and the mark: empty for a session that is in no list.
local function split(value) return value:sub(1, length(value)), value:sub(length(value) + 1) end

local function digest(mark) return mark:sub(1, 16) end
local function reach(mark) return mark:sub(17, 24) end

-- Not a > b: that follows the locale of the server.
local function is_later(a, b)
  for i = 8, 1, -1 do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then return x > y end
  end
  return false
end

local function later(a, b)
  if is_later(a, b) then return a end
  return b
end

local function is_record(value)
  if #value < HEADER or value:byte(1) ~= FORMAT or (value:byte(2) % 2 == 1 and #value < WITH_ABSOLUTE) then return false end
  return #value == length(value) or #value == length(value) + MARK
end

-- The cutoff is the expiry from which on a store no longer returns a session.
local function is_live(value, cutoff) return value and is_record(value) and is_later(expiry(value), cutoff) end

local function as_number(ticks)
  local number = 0
  for i = 8, 1, -1 do number = number * 256 + ticks:byte(i) end
  return number
end

-- Exact to some microseconds, which is enough for the time to live of a key, and is used for nothing else.
local function milliseconds(from, to) return math.ceil((as_number(to) - as_number(from)) / 10000) end

-- Writes a value that is to be there until the cutoff reaches its expiry.
local function put(key, value, cutoff)
  local left = milliseconds(cutoff, expiry(value))
  if left > 0 then redis.call('SET', key, value, 'PX', string.format('%.0f', left)) else redis.call('DEL', key) end
end

-- In the same step as the write: both happen, or neither does.
local function announce(channel, message)
  if channel ~= '' then redis.call('PUBLISH', channel, message) end
end
