/**
 * The pools of connections: one for ordinary requests, and one for each identity that requests show. A pool whose
 * certificates are no longer those of today ends after what is under way in it.
 */
import type { LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { NetTls } from './tls.ts';

export interface Agents {
  agentFor(tls: NetTls | undefined): Agent;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** To one receiver at once; who comes after waits, within his own deadline. */
const CONNECTIONS = 16;
/** Pools for identities; beyond it the one that was used longest ago ends. */
const MAX_POOLS = 64;

type Connect = NonNullable<Agent.Options['connect']>;

export function createAgents(options: { readonly lookup?: LookupFunction }): Agents {
  const plain = createAgent({ timeout: CONNECT_MS, ...options });
  /** Those used last stand last. */
  const pools = new Map<string, { readonly version: string; readonly agent: Agent }>();
  const ending = new Set<Promise<void>>();

  function endGently(agent: Agent): void {
    const end = agent.close().finally(() => ending.delete(end));
    ending.add(end);
  }

  return {
    agentFor(tls) {
      if (tls === undefined) return plain;
      const { name, version } = tls;
      let pool = pools.get(name);
      pools.delete(name);
      if (pool?.version !== version) {
        if (pool !== undefined) endGently(pool.agent);
        pool = { version, agent: createAgent(secureConnector(tls, options)) };
      }
      pools.set(name, pool);
      const [oldest] = pools.keys();
      if (pools.size > MAX_POOLS) {
        endGently(pools.get(oldest!)!.agent);
        pools.delete(oldest!);
      }
      return pool.agent;
    },
    async close() {
      for (const { agent } of pools.values()) endGently(agent);
      pools.clear();
      await Promise.all([plain.close(), ...ending]);
    },
  };
}

function createAgent(connect: Connect): Agent {
  return new Agent({
    connect,
    connections: CONNECTIONS,
    keepAliveTimeout: 10_000,
    maxResponseSize: MAX_ANSWER_BYTES,
    // The deadline of the exchange is the only one.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Connects, and hands the connection over only after the other side was judged. */
function secureConnector(tls: NetTls, options: { readonly lookup?: LookupFunction }): buildConnector.connector {
  // No session is taken up again: that would skip the look at their certificate.
  const connect = buildConnector({ timeout: CONNECT_MS, maxCachedSessions: 0, ...tls.options, ...options });
  return (target, callback) => {
    connect(target, (error, socket) => {
      if (error) return callback(error, null);
      // What they say when they refuse our certificate is followed by the end of the connection, which would be told in its place.
      socket.once('error', () => socket.destroy());
      tls.judge(socket as TLSSocket).then(
        () => (socket.destroyed ? callback(new Error('verbroken'), null) : callback(null, socket)),
        (fault: Error) => {
          socket.destroy();
          callback(fault, null);
        },
      );
    });
  };
}
