/** The figures as Prometheus reads them (text format 0.0.4), and who may read them. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem, type Server } from '../http/index.ts';
import { BOUNDS_MS, type Figures, type Usage } from './figures.ts';

/** Figures of one kind, of a component that has more to tell than its usage. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

export interface MetricsOptions {
  readonly usage: Usage;
  /** Asked at each reading. When it fails the rest is told without it. */
  readonly more?: () => Promise<readonly Metric[]>;
  /** When set, who sends it as a bearer token may read, from anywhere. Without it: only from this machine itself. */
  readonly token: string | null;
}

/** `GET /metrics`. */
export function mountMetrics(server: Server, { usage, more, token }: MetricsOptions): void {
  server.get('/metrics', async (request, reply) => {
    if (!mayRead(request, token)) {
      const how =
        token === null ? 'vanaf deze computer zelf. Zet METRICS_TOKEN om ze elders te lezen.' : 'met METRICS_TOKEN.';
      throw new Problem('permission_denied', `De meetwaarden zijn alleen te lezen ${how}`);
    }
    const rest = await (more?.() ?? Promise.resolve([])).catch((error: unknown): readonly Metric[] => {
      request.log.error({ err: error }, 'een deel van de meetwaarden is er niet');
      return [];
    });
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metricsText(usage.figures(), rest));
  });
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** Headers that a proxy leaves: then the request comes from further than the connection. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

function mayRead({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token !== null) {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
  }
  return LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined);
}

/** All figures, what components add, and two of the process. */
function metricsText(all: readonly Figures[], rest: readonly Metric[]): string {
  const lines = [
    ...family('zaakbode_requests_total', 'counter', 'Requests per API, client and class of status.'),
    ...all.flatMap((figures) =>
      [...figures.byStatus].map(([status, n]) =>
        sample('zaakbode_requests_total', { ...labelsOf(figures), status }, n),
      ),
    ),
    ...family('zaakbode_throttled_total', 'counter', 'Requests refused because of the limit per client.'),
    ...all.map((figures) => sample('zaakbode_throttled_total', labelsOf(figures), figures.throttled)),
    ...family('zaakbode_request_duration_seconds', 'histogram', 'Duration of requests per API and client.'),
    ...all.flatMap(histogram),
    ...rest.flatMap(({ name, type, help, samples }) => [
      ...family(name, type, help),
      ...samples.map(({ labels, value }) => sample(name, labels, value)),
    ]),
    ...family('process_start_time_seconds', 'gauge', 'Start of the process, in seconds since 1970.'),
    sample('process_start_time_seconds', {}, Math.round(performance.timeOrigin / 1000)),
    ...family('process_resident_memory_bytes', 'gauge', 'Memory of the process.'),
    sample('process_resident_memory_bytes', {}, process.memoryUsage.rss()),
  ];
  return `${lines.join('\n')}\n`;
}

function histogram(figures: Figures): readonly string[] {
  const name = 'zaakbode_request_duration_seconds';
  const labels = labelsOf(figures);
  let seen = 0;
  const buckets = figures.classes.map((n, i) => {
    seen += n;
    const bound = BOUNDS_MS[i];
    return sample(`${name}_bucket`, { ...labels, le: bound === undefined ? '+Inf' : String(bound / 1000) }, seen);
  });
  return [
    ...buckets,
    sample(`${name}_sum`, labels, figures.totalMs / 1000),
    sample(`${name}_count`, labels, figures.count),
  ];
}

const labelsOf = ({ api, client }: Figures): Record<string, string> => ({ api, client: client ?? '' });

function family(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
