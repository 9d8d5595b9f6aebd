-- Returns nothing where there is no such session, and else the record up to the end of its lists, so that the caller can write the entries again;
-- an empty text for a session in no list.
-- KEYS 1 session   ARGV 1 cutoff   2 times of use
--@ read.lua
if not is_live then return false end

local given, at = ARGV[2], 1
--@ keep.lua
if later < 0 then
  local value = sub(stored, 1, TIMES - 1) .. given .. sub(stored, PARTS)
  --@ put.lua
end
if listed == 0 then return '' end
return sub(stored, 1, LISTS + listed - 1)
