-- What time it is on the server: seconds since 1970, and microseconds.
-- KEYS 1 any key of this store, so that a cluster answers by the server of that key
return redis.call('TIME')
