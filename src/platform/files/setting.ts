/** The setting that says where objects lie: a folder, or a bucket of an S3 service. */
import { createFileObjectStore, type ObjectStore } from './objects.ts';
import { createS3ObjectStore, type S3Settings } from './s3.ts';

type Env = Readonly<Record<string, string | undefined>>;

const EXAMPLE = 's3://bucket/map?endpoint=https://s3.example.nl&region=eu-west-1';

/**
 * The store of a setting: a path, or `s3://bucket/prefix?endpoint=...&region=...` with its keys in `S3_ACCESS_KEY_ID` and
 * `S3_SECRET_ACCESS_KEY`. Throws an Error that says what is wrong and what is right; it repeats no secret.
 */
export function storeOf(setting: string, env: Env): ObjectStore {
  if (/^s3:/i.test(setting)) return createS3ObjectStore(s3SettingsOf(setting, env));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(setting)) {
    throw new Error(`hier hoort een map, of een bucket zoals ${EXAMPLE}`);
  }
  return createFileObjectStore(setting);
}

/** What an `s3://` setting says. */
export function s3SettingsOf(setting: string, env: Env): S3Settings {
  const url = URL.parse(setting);
  if (url?.protocol !== 's3:') throw new Error(`dit is geen bucket, zoals ${EXAMPLE}`);
  // Not repeated: what stands before the @ may be a secret.
  if (url.username || url.password) {
    throw new Error('zet geen sleutel voor een @, maar in S3_ACCESS_KEY_ID en S3_SECRET_ACCESS_KEY');
  }
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'endpoint' && name !== 'region');
  if (unknown !== undefined || url.hash)
    throw new Error(`na het vraagteken horen alleen endpoint en region, zoals ${EXAMPLE}`);
  const bucket = url.host;
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket)) {
    throw new Error('de naam van een bucket heeft 3 tot 63 letters, cijfers, punten of streepjes');
  }
  const parts = url.pathname.split('/').filter((part) => part !== '');
  if (parts.some((part) => !/^[\w.-]+$/.test(part) || /^\.+$/.test(part))) {
    throw new Error('de map in de bucket heeft alleen letters, cijfers, punten en streepjes');
  }
  const region = url.searchParams.get('region') ?? 'us-east-1';
  if (!/^[\w-]+$/.test(region)) throw new Error('region heeft alleen letters, cijfers en streepjes, zoals eu-west-1');
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('bij een bucket horen S3_ACCESS_KEY_ID en S3_SECRET_ACCESS_KEY');
  }
  return {
    endpoint: endpointOf(url.searchParams.get('endpoint')),
    region,
    bucket,
    prefix: parts.map((part) => `${part}/`).join(''),
    accessKeyId,
    secretAccessKey,
  };
}

function endpointOf(text: string | null): string {
  if (text === null) throw new Error(`endpoint ontbreekt, zoals in ${EXAMPLE}`);
  const url = URL.parse(text);
  const plain = url && url.username === '' && url.password === '' && url.pathname === '/' && !url.search && !url.hash;
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new Error('endpoint is een adres zonder pad dat met https:// (of in het eigen netwerk http://) begint');
  }
  return url.origin;
}
