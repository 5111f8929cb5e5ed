/** How long a gateway tries to connect, and waits for a connection that is free, in milliseconds. */
export const CONNECT_MILLISECONDS = 2000;

/**
 * How long the head of a request may be: its first line and all headers, with tokens and cookies. Envoy takes 60 KiB, but Tomcat
 * keeps buffers of this size for each open request. The default of both programs is 8 KB.
 */
export const MAX_HEADER_SIZE = '32KB';

/** Headers of one connection alone (RFC 9110, section 7.6.1; Proxy-Connection is an old client's), beside those that both programs leave out. */
export const HOP_BY_HOP = [
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Upgrade',
];
