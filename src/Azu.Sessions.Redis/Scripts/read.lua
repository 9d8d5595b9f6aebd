-- Reads the session under KEYS 1, and judges it at the cutoff in ARGV 1: the end up to which a store no longer returns a session.
--
-- A piece of other scripts, and no function: the server makes functions again for each call, which takes it longer than what most of them do.
-- A number in Lua is a double, which takes 2^53 and 2^53 + 1 for the same. So versions and write ids stay bytes, and times come in halves. The
-- difference of two times always has the right sign that way.
local call, unpack, sub = redis.call, struct.unpack, string.sub
local stored = call('GET', KEYS[1])
local cut_low, cut_high = unpack('<I4I4', ARGV[1])
local is_record, is_live = false, false
local seen_low, seen_high, low, high, parts, listed, end_low, end_high
if stored and #stored >= HEADER then
  local format, length
  format, length, seen_low, seen_high, low, high, parts, listed = unpack(HEAD, stored)
  if format == FORMAT and length == #stored then
    is_record = true
    end_low, end_high = unpack('<I4I4', stored, END)
    is_live = (high - cut_high) * 4294967296 + low - cut_low > 0 and (end_high - cut_high) * 4294967296 + end_low - cut_low > 0
  end
end
