// One Express application in a process of its own. It speaks to the benchmark as the applications in C# do: it says its address on the standard output,
// answers each line of the standard input with what the process has used or holds, and ends with its input.
const readline = require('node:readline');
const express = require('express');
const session = require('express-session');

const [kind, sample] = [process.argv[2], JSON.parse(process.argv[3])];
const ticksPerMicrosecond = 10;

async function storeOf(kind) {
  if (kind !== 'express-redis') return new session.MemoryStore();
  const { createClient } = require('redis');
  const { RedisStore } = require('connect-redis');
  const client = createClient({ url: 'redis://' + process.env.AZU_BENCH_REDIS });
  await client.connect();
  return new RedisStore({ client, ttl: 20 * 60 });
}

function answer(response, userName) {
  response.type('text/plain').send(userName);
}

async function main() {
  const app = express();
  // The same answer as the others: no header that only Express has.
  app.disable('x-powered-by');
  app.disable('etag');
  if (kind !== 'express-none') {
    app.use(session({
      name: '_session',
      secret: require('node:crypto').randomBytes(32).toString('base64'),
      store: await storeOf(kind),
      resave: false,
      saveUninitialized: false,
    }));
  }

  app.get('/begin', (request, response) => {
    if (request.session) request.session.user = sample;
    answer(response, sample.userName);
  });
  app.get('/read', (request, response) => answer(response, request.session.user.userName));
  app.get('/assign', (request, response) => {
    const user = request.session.user;
    request.session.user = { ...user, visits: user.visits + 1 };
    answer(response, user.userName);
  });
  app.get('/unused', (request, response) => answer(response, sample.userName));

  const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (question) => {
    if (question === 'held') {
      global.gc();
      const { heapUsed, external } = process.memoryUsage();
      console.log(heapUsed + external);
      return;
    }

    const { user, system } = process.cpuUsage();
    // Node does not count what it allocates.
    console.log(`${(user + system) * ticksPerMicrosecond} NaN`);
  });
  lines.on('close', () => process.exit(0));
}

main();
