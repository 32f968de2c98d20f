/**
 * The address of each file under assets/: its name with the first 12 digits of its SHA-256 in it.
 * Made by scripts/css.mjs together with those files; a test compares them. Not edited by hand.
 */
export const ASSETS = {
  'app.css': {
    url: '/static/app.9e6fb200f071.css',
    type: 'text/css; charset=utf-8',
    sha256: '9e6fb200f071',
  },
  'noto-sans-latin-ext-400.woff2': {
    url: '/static/noto-sans-latin-ext-400.c8e6bf928ae8.woff2',
    type: 'font/woff2',
    sha256: 'c8e6bf928ae8',
  },
  'noto-sans-latin-400.woff2': {
    url: '/static/noto-sans-latin-400.09aee8065d25.woff2',
    type: 'font/woff2',
    sha256: '09aee8065d25',
  },
  'noto-sans-latin-ext-700.woff2': {
    url: '/static/noto-sans-latin-ext-700.c0cd431266a7.woff2',
    type: 'font/woff2',
    sha256: 'c0cd431266a7',
  },
  'noto-sans-latin-700.woff2': {
    url: '/static/noto-sans-latin-700.e77bfe1db912.woff2',
    type: 'font/woff2',
    sha256: 'e77bfe1db912',
  },
  'favicon.svg': {
    url: '/static/favicon.c25e43269678.svg',
    type: 'image/svg+xml',
    sha256: 'c25e43269678',
  },
} as const;
