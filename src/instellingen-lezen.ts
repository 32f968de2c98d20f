/** How the value of a setting is read: each gives what the program works with, or throws what is wrong with it, in Dutch. */
import { readFileSync } from 'node:fs';
import { leesRegisters, type RegisterInstelling } from './integratie/bronnen/index.ts';
import { type DragerInstelling, leesDragers } from './integratie/digikoppeling/index.ts';
import { urls } from './platform/config/index.ts';
import type { clamd } from './platform/files/index.ts';
import type { AllowedOrigin } from './platform/net/index.ts';
import { leesWusProfiel } from './proces/lopendezaken/index.ts';
import type { ClientSetting } from './registraties/autorisaties/index.ts';
import { leesOrganisaties, type Organisatie } from './registraties/zaakbevraging/index.ts';

/** HS256 with a short secret is guessed by trying (RFC 7518 §3.2 asks 256 bits). */
const MIN_SECRET = 32;

export function organisaties(file: string | undefined): readonly Organisatie[] {
  return file === undefined ? [] : leesOrganisaties(leesBestand(file));
}

export function dragers(file: string | undefined): readonly DragerInstelling[] {
  return file === undefined ? [] : leesDragers(leesBestand(file));
}

export function wusProfiel(file: string | undefined): ReturnType<typeof leesWusProfiel> | null {
  return file === undefined ? null : leesWusProfiel(leesBestand(file));
}

/** Secrets may stand in the environment, apart from the file. */
export function vreemdeRegisters(file: string | undefined): readonly RegisterInstelling[] {
  return file === undefined ? [] : leesRegisters(leesBestand(file), process.env);
}

function leesBestand(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`het bestand ${file} is niet te lezen`);
  }
}

/** A setting that may be absent, and is used as it is. */
export function optioneel(value: string | undefined): string | null {
  return value ?? null;
}

export function clamdAdres(value: string | undefined): Parameters<typeof clamd>[0] | null {
  if (value === undefined) return null;
  if (value.startsWith('/')) return { socket: value };
  const address = hostAndPort(value);
  if (address === null) throw new Error('hier hoort server:poort, of het pad van een socket dat met / begint');
  return address;
}

function hostAndPort(value: string): { readonly host: string; readonly port: number } | null {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined || Number(port) > 65_535 || Number(port) === 0) return null;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

export function adresEnPoort(value: string | undefined): { readonly host: string; readonly port: number } | null {
  if (value === undefined) return null;
  const address = hostAndPort(value);
  if (address === null) throw new Error('hier hoort server:poort, zoals 0.0.0.0:8443');
  return address;
}

export function headerNaam(value: string | undefined): string | null {
  if (value !== undefined && !/^[A-Za-z][A-Za-z0-9-]*$/.test(value)) throw new Error('dit is geen naam van een header');
  return value ?? null;
}

export function postgresUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.parse(value);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error('dit is geen adres van PostgreSQL, zoals postgres://gebruiker:wachtwoord@server:5432/database');
  }
  return value;
}

export function bronnen(value: string | undefined): readonly AllowedOrigin[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const { address, intern } = bron(part);
      if (address !== new URL(address).origin) throw new Error(`"${part}" mag na de naam geen pad hebben`);
      return { origin: address, intern };
    });
}

/** An address that may have `intern:` in front of it. */
function bron(text: string): { readonly address: string; readonly intern: boolean } {
  const intern = text.startsWith('intern:');
  return { address: oneUrl(intern ? text.slice('intern:'.length) : text)!, intern };
}

/** Nothing else at the same origin is reached by it. */
export function lijsten(value: string | undefined): readonly AllowedOrigin[] {
  if (value === undefined) return [];
  const { address, intern } = bron(value);
  const { origin, pathname } = new URL(address);
  return [{ origin, intern, path: pathname.endsWith('/') ? pathname : `${pathname}/` }];
}

export function oneUrl(value: string | undefined): string | null {
  const [url, ...rest] = urls(value);
  if (rest.length > 0) throw new Error('hier past één adres');
  return url ?? null;
}

export function roles(value: string | undefined): readonly ('web' | 'worker')[] {
  const parts = (value ?? 'web,worker').split(',').map((part) => part.trim());
  for (const part of parts)
    if (part !== 'web' && part !== 'worker') throw new Error(`"${part}" bestaat niet; kies uit web, worker`);
  return [...new Set(parts)] as ('web' | 'worker')[];
}

export function sleutel(value: string | undefined): string | null {
  if (value !== undefined && value.length < MIN_SECRET) throw new Error(`te kort: minstens ${MIN_SECRET} tekens`);
  return value ?? null;
}

export function metricsToken(value: string | undefined): string | null {
  if (value !== undefined && value.length < 16) throw new Error('te kort: minstens 16 tekens');
  return value ?? null;
}

export function oin(value: string | undefined): string | null {
  if (value !== undefined && !/^\d{20}(_\w+)?$/.test(value)) throw new Error('een OIN heeft 20 cijfers');
  return value ?? null;
}

export function clients(value: string | undefined): readonly ClientSetting[] {
  if (value === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw new Error('dit is geen geldige JSON');
  }
  if (!Array.isArray(parsed)) throw new Error('hier hoort een lijst: [{"clientId":"...","secret":"..."}]');
  return parsed.map((one: unknown, index) => {
    const { clientId, secret, heeftAlleAutorisaties = false } = (one ?? {}) as Record<string, unknown>;
    if (typeof clientId !== 'string' || clientId === '') throw new Error(`onderdeel ${index + 1} heeft geen clientId`);
    if (typeof secret !== 'string' || secret.length < MIN_SECRET)
      throw new Error(`het secret van ${clientId} is te kort: minstens ${MIN_SECRET} tekens`);
    if (typeof heeftAlleAutorisaties !== 'boolean')
      throw new Error(`heeftAlleAutorisaties van ${clientId} is true of false`);
    return { clientId, secret, heeftAlleAutorisaties };
  });
}
