/** Does this address lead to this computer, by a name that cannot lead anywhere else? Of a URL the `hostname`. */
export function leadsHere(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
