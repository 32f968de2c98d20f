/** React builds itself for development unless it is told otherwise before it is loaded. */
process.env['NODE_ENV'] ??= 'production';
