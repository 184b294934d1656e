-- wrk: every request as from another machine behind the proxy, so that the limits of one machine are not met.
local count = 0

request = function()
  count = count + 1
  wrk.headers["X-Forwarded-For"] = string.format(
    "10.%d.%d.%d", math.floor(count / 65536) % 256, math.floor(count / 256) % 256, count % 256)
  return wrk.format("GET")
end
