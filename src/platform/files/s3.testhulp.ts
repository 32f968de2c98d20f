/**
 * An S3 service for tests, on loopback: one bucket in memory. It checks each signature with the headers as they arrived, stores
 * an object only when all of its bytes came, and can be told to fail.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Settings } from './s3.ts';

/** Does something else than a service should; true when it has answered, or never will. */
export type Mischief = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface TestS3 {
  readonly settings: S3Settings;
  readonly objects: Map<string, Buffer>;
  /** What was asked, in order: `PUT <name>`. */
  readonly asked: string[];
  /** For each next request, one by one. */
  readonly mischief: Mischief[];
  close(): Promise<void>;
}

const SECRET = { accessKeyId: 'SLEUTEL-VAN-DE-PROEF', secretAccessKey: 'geheim-van-de-proef' };

export async function testS3(): Promise<TestS3> {
  const objects = new Map<string, Buffer>();
  const asked: string[] = [];
  const mischief: Mischief[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const [, bucket, name = ''] = /^\/([^/]+)\/(.*)$/.exec(url) ?? [];
    asked.push(`${method} ${name}`);
    if (await mischief.shift()?.(request, response)) return;
    const refused = await wrongSignature(request, settings);
    if (refused !== null) return refuse(response, 403, refused);
    if (bucket !== settings.bucket) return refuse(response, 404, 'NoSuchBucket');
    if (method === 'PUT') return await put(name, request, response);
    if (method === 'DELETE') {
      objects.delete(name);
      return void response.writeHead(204).end();
    }
    const bytes = objects.get(name);
    if (bytes === undefined) return refuse(response, 404, 'NoSuchKey');
    if (method === 'HEAD') return void response.writeHead(200, { 'content-length': bytes.length }).end();
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range === null) return void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]) + 1, bytes.length)];
    if (from >= bytes.length) return refuse(response, 416, 'InvalidRange');
    const headers = { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}`, 'content-length': to - from };
    response.writeHead(206, headers).end(bytes.subarray(from, to));
  }

  async function put(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const length = request.headers['content-length'];
    if (length === undefined) return refuse(response, 411, 'MissingContentLength');
    const body = Buffer.concat(await request.toArray());
    const hash = request.headers['x-amz-content-sha256'];
    const bytes = hash === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' ? contentOf(body) : body;
    const announced = Number(request.headers['x-amz-decoded-content-length'] ?? length);
    if (bytes?.length !== announced) return refuse(response, 400, 'IncompleteBody');
    if (bytes === body && hash !== createHash('sha256').update(bytes).digest('hex')) {
      return refuse(response, 400, 'XAmzContentSHA256Mismatch');
    }
    objects.set(name, bytes);
    response.writeHead(200).end();
  }

  const server = createServer((request, response) => {
    // A client that breaks off is what is tested here.
    request.on('error', () => undefined);
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings: S3Settings = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    bucket: 'proef',
    prefix: 'map/diep/',
    ...SECRET,
  };
  return {
    settings,
    objects,
    asked,
    mischief,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The content of a body in chunks, or null when it does not end as it should. The example of Amazon proves the signatures. */
function contentOf(body: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const head = /^([0-9a-f]+);chunk-signature=[0-9a-f]{64}$/.exec(body.toString('latin1', at, end));
    if (head === null) return null;
    const size = Number.parseInt(head[1]!, 16);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
    if (size === 0) return at === body.length ? Buffer.concat(parts) : null;
  }
}

/** A refusal as S3 gives it; with what Amazon adds for a wrong signature, which may not come to light. */
export function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><AWSAccessKeyId>${SECRET.accessKeyId}</AWSAccessKeyId></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml);
}

/** What is wrong with the signature over the headers that it names, or null. */
async function wrongSignature(request: IncomingMessage, settings: S3Settings): Promise<string | null> {
  const authorization = request.headers.authorization ?? '';
  const [, key, names = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/.*, SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  if (key !== settings.accessKeyId) return 'InvalidAccessKeyId';
  const signed = names.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name))) return 'AccessDenied';
  const expected = await new AwsV4Signer({
    method: request.method ?? '',
    url: `http://${request.headers.host}${request.url}`,
    headers: Object.fromEntries(signed.map((name) => [name, String(request.headers[name])])),
    accessKeyId: settings.accessKeyId,
    secretAccessKey: settings.secretAccessKey,
    region: settings.region,
    service: 's3',
    datetime: String(request.headers['x-amz-date']),
  }).sign();
  return expected.headers.get('authorization') === authorization ? null : 'SignatureDoesNotMatch';
}
