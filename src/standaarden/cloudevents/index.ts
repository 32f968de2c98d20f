/** CloudEvents 1.0 in JSON, structured mode, as the NL GOV profile 1.0 narrows them. Pure. */
export { kenmerkenVan } from './kenmerken.ts';
export { type CloudEvent, type Fout, type Gelezen, leesCloudEvent, MEDIATYPE } from './lees.ts';
export { schrijfCloudEvent } from './schrijf.ts';
