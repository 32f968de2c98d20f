/** The setting that says where objects lie (FILES). */
import { describe, expect, it } from 'vitest';
import { s3SettingsOf, storeOf } from './setting.ts';

const ENV = { S3_ACCESS_KEY_ID: 'sleutel', S3_SECRET_ACCESS_KEY: 'heel-geheim' };
const END = 'endpoint=https://s3.example.nl';

describe('a bucket as setting', () => {
  it.each([
    [`s3://documenten/map/diep?${END}&region=eu-west-1`, 'documenten', 'map/diep/', 'eu-west-1'],
    [`s3://documenten/map/?${END}`, 'documenten', 'map/', 'us-east-1'],
    [`s3://Mijn_Bucket.2?${END}`, 'Mijn_Bucket.2', '', 'us-east-1'],
    [`s3://documenten?${END}/`, 'documenten', '', 'us-east-1'],
  ])('is read: %s', (setting, bucket, prefix, region) => {
    expect(s3SettingsOf(setting, ENV)).toEqual({
      endpoint: 'https://s3.example.nl',
      bucket,
      prefix,
      region,
      accessKeyId: 'sleutel',
      secretAccessKey: 'heel-geheim',
    });
  });
  it('may have a port and, within the house, no TLS', () => {
    const { endpoint } = s3SettingsOf('s3://documenten?endpoint=http://opslag:9000', ENV);
    expect(endpoint).toBe('http://opslag:9000');
  });
  it.each([
    ['s3:', /geen bucket|bucket heeft/],
    [`s3://?${END}`, /geen bucket|bucket heeft/],
    [`s3://a?${END}`, /3 tot 63/],
    [`s3://sleutel:heel-geheim@documenten?${END}`, /geen sleutel voor een @/],
    ['s3://documenten', /endpoint ontbreekt, zoals in s3:\/\//],
    ['s3://documenten?endpoint=s3.example.nl', /endpoint is een adres/],
    ['s3://documenten?endpoint=ftp://s3.example.nl', /endpoint is een adres/],
    ['s3://documenten?endpoint=https://a:heel-geheim@s3.example.nl', /endpoint is een adres/],
    ['s3://documenten?endpoint=https://s3.example.nl/pad', /endpoint is een adres/],
    [`s3://documenten?${END}&secret=heel-geheim`, /alleen endpoint en region/],
    [`s3://documenten/a%2Fb?${END}`, /alleen letters/],
    [`s3://documenten/a b?${END}`, /alleen letters/],
    [`s3://documenten/.../b?${END}`, /alleen letters/],
    [`s3://documenten?${END}&region=eu/west`, /region heeft alleen/],
  ])('is refused with what is right: %s', (setting, text) => {
    expect(() => s3SettingsOf(setting, ENV)).toThrow(text);
    expect(() => storeOf(setting, ENV)).toThrow(text);
    expect(() => storeOf(setting, ENV)).not.toThrow('heel-geheim');
  });
  it.each([{}, { S3_ACCESS_KEY_ID: 'a' }, { S3_SECRET_ACCESS_KEY: 'b' }, { ...ENV, S3_SECRET_ACCESS_KEY: '' }])(
    'needs both its keys: %j',
    (env) => {
      expect(() => storeOf(`s3://documenten?${END}`, env)).toThrow('S3_ACCESS_KEY_ID en S3_SECRET_ACCESS_KEY');
    },
  );
});

describe('a folder as setting', () => {
  it.each(['./data/bestanden', '/var/lib/bestanden', 'C:\\bestanden', 's3-map'])('is a folder: %s', (setting) => {
    expect(storeOf(setting, {})).toHaveProperty('put');
  });
  it.each(['https://s3.example.nl/bucket', 'file:///var/lib', 'azure://x'])('is no other address: %s', (setting) => {
    expect(() => storeOf(setting, ENV)).toThrow('hier hoort een map, of een bucket zoals s3://');
  });
});
