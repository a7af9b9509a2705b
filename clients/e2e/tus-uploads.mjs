// Uploads with tus-js-client through a line that is cut once in the middle, then goes on; and once more, given up by one
// client in the middle and gone on with by another. Prints a line of JSON for each: address, digest, requests.
import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import * as tus from 'tus-js-client';

const [address, token] = process.argv.slice(2);
const SIZE = 12 * 1024 * 1024;
const CUT_AFTER = 5_500_000;
const target = new URL(address);

// A line of its own to the server; the first connection that carries so many bytes ends there.
let left = CUT_AFTER;
const line = createServer((near) => {
  const far = connect(Number(target.port), target.hostname);
  const end = () => {
    near.destroy();
    far.destroy();
  };
  near.on('data', (bytes) => {
    if (left > 0 && (left -= bytes.length) <= 0) end();
    else far.write(bytes);
  });
  far.on('data', (bytes) => near.write(bytes));
  for (const side of [near, far]) side.on('error', end).on('close', end);
});
await new Promise((listening) => line.listen(0, '127.0.0.1', listening));
const endpoint = `http://127.0.0.1:${line.address().port}/api/files`;

function upload(content, requests, options) {
  return new Promise((resolve, reject) => {
    const made = new tus.Upload(content, {
      endpoint,
      retryDelays: [0, 0, 50, 100, 500, 1000],
      headers: { authorization: `Bearer ${token}` },
      metadata: { filename: 'Bản đồ ngập.bin', filetype: 'application/octet-stream', digest: digest(content) },
      onAfterResponse: (request, response) => {
        const offset = response.getHeader('Upload-Offset');
        requests.push(`${request.getMethod()} ${response.getStatus()} ${offset ?? ''}`);
      },
      onError: reject,
      onSuccess: () => resolve(made.url),
      ...options(() => made, resolve),
    });
    made.start();
  });
}

const digest = (content) => createHash('sha256').update(content).digest('hex');

function told(url, content, requests) {
  console.log(JSON.stringify({ file: url.split('/').pop(), digest: digest(content), requests }));
}

const cut = randomBytes(SIZE);
const seen = [];
told(await upload(cut, seen, () => ({})), cut, seen);

const handed = randomBytes(SIZE);
const both = [];
const begun = await upload(handed, both, (made, resolve) => ({
  chunkSize: 5 * 1024 * 1024,
  onChunkComplete: () => made().abort().then(() => resolve(made().url)),
}));
told(await upload(handed, both, () => ({ uploadUrl: begun, chunkSize: 4 * 1024 * 1024 })), handed, both);
line.close();
process.exit(0);
