-- What a server says of itself. The client library asks for the right to administer before it sends INFO; a script needs none.
-- ARGV 1 section
return redis.call('INFO', ARGV[1])
