/** The records of an archive: their signatures and lengths (APPNOTE §4.3). */
export const LOCAL = { signature: 0x04034b50, length: 30 } as const;
export const CENTRAL = { signature: 0x02014b50, length: 46 } as const;
export const END = { signature: 0x06054b50, length: 22 } as const;

export const STORED = 0;
export const DEFLATED = 8;

/** General purpose flags (§4.4.4). */
export const ENCRYPTED = 0x0001;
export const UTF8 = 0x0800;
