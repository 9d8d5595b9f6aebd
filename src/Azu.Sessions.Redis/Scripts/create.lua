-- KEYS 1 session   ARGV 1 cutoff   2 record
--@ read.lua
local value = ARGV[2]

if stored and not (is_record and not is_live) then
  if is_record and sub(stored, WRITE_ID, WRITE_ID + 7) == sub(value, WRITE_ID, WRITE_ID + 7) then return 'repeated' end
  return 'exists'
end

seen_low, seen_high, low, high = 0, 0, 0, 0
end_low, end_high = unpack('<I4I4', value, END)
local given, at = value, TIMES
--@ keep.lua
--@ put.lua
return 'created'
