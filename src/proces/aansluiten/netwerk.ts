/**
 * The network check (A5): can the other side be reached from here, step by step, each with what to do when it fails? Later
 * steps are not tried when an earlier one failed. The network itself is a port, so that a test stays on loopback.
 */
import type { Controleregel } from './register.ts';

export interface TlsUitslag {
  readonly protocol: string;
  /** Whose certificate was shown, and until when it holds. */
  readonly onderwerp: string;
  readonly tot: string;
}

/** Each throws with a text that an operator understands. */
export interface Netwerk {
  /** The addresses of a name. */
  zoek(host: string): Promise<readonly string[]>;
  /** A connection to the port; the address from which we came. */
  verbind(host: string, port: number): Promise<string>;
  /** TLS with our certificate and theirs, and one request to see that both are accepted. */
  tls(host: string, port: number): Promise<TlsUitslag>;
}

const regel = (stap: string, goed: boolean, tekst: string, doen = ''): Controleregel => ({ stap, goed, tekst, doen });

export async function controleerNetwerk(adres: string, netwerk: Netwerk): Promise<readonly Controleregel[]> {
  const url = URL.parse(adres);
  if (adres === '' || url === null || !/^https?:$/.test(url.protocol))
    return [
      regel(
        'Adres',
        false,
        adres === ''
          ? 'Het adres van MijnOverheid is nog niet ingevuld.'
          : 'Het adres van MijnOverheid is geen webadres.',
        'Vul bij de gegevens het adres in uit de Handreiking Connectiviteit.',
      ),
    ];
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const regels: Controleregel[] = [regel('Adres', true, `${host}, poort ${port}.`)];
  const stappen: readonly (() => Promise<Controleregel>)[] = [
    () =>
      proef(
        'Naam (DNS)',
        async () => `De naam leidt naar ${(await netwerk.zoek(host)).join(', ')}.`,
        'Vraag uw netwerkbeheerder of deze computer de naam kan opzoeken. Over Diginetwerk is daar een eigen DNS voor.',
      ),
    () =>
      proef(
        'Poort',
        async () => `Er is verbinding, vanaf ${await netwerk.verbind(host, port)}.`,
        'Laat het verkeer toe in de firewall: van het uitgaande adres van Zaakbode naar dit adres en deze poort. Vraag ook Logius of uw uitgaande adres daar is toegelaten.',
      ),
    () =>
      proef(
        'TLS',
        async () => {
          const { protocol, onderwerp, tot } = await netwerk.tls(host, port);
          return `${protocol}; beide certificaten zijn aangenomen. Dat van de andere kant is van ${onderwerp} en geldt tot ${tot.slice(0, 10)}.`;
        },
        'Kijk of uw certificaat met zijn sleutel in de map met sleutels staat, en de certificaten van de uitgevers in de map vertrouwd. Een proxy ertussen mag TLS niet openmaken.',
      ),
  ];
  for (const stap of url.protocol === 'https:' ? stappen : stappen.slice(0, 2)) {
    const uitslag = await stap();
    regels.push(uitslag);
    if (!uitslag.goed) return regels;
  }
  return regels;
}

async function proef(stap: string, werk: () => Promise<string>, doen: string): Promise<Controleregel> {
  try {
    return regel(stap, true, await werk());
  } catch (fout) {
    const tekst = fout instanceof Error ? fout.message : 'onbekende fout';
    return regel(stap, false, `${tekst.charAt(0).toUpperCase()}${tekst.slice(1)}.`, doen);
  }
}
