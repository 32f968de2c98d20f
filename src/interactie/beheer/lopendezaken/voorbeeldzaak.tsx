/** Which zaak the previews of a zaaktype are about: one that somebody looked up by its number, or a made-up one. */
import type { FastifyRequest } from 'fastify';
import { Bsn } from '../../../standaarden/bsn/index.ts';
import { Alert, Button, Link, Paragraph, TextField } from '../../ui/index.ts';
import type { Inrichting, Voorbeeldzaak, ZaaktypeRegel } from '../bron.ts';
import { type BeheerOptions, load } from '../kader.tsx';

/** As in the Zaken API. */
const MAX_ZAAKNUMMER = 40;
/** A register of another may be slow; the rest of the page does not wait for it. */
const BUDGET_MS = 2_000;

export interface Gekozen {
  /** As it was typed; empty when nothing was asked. */
  readonly zaaknummer: string;
  readonly zaak: Voorbeeldzaak;
  /** What is told of the choice. */
  readonly uitkomst: 'verzonnen' | 'gevonden' | 'niet_gevonden' | 'lijkt_bsn' | 'storing';
}

export interface VoorbeeldNu {
  readonly inrichting: Inrichting;
  readonly zaaktype: ZaaktypeRegel;
  readonly gekozen: Gekozen;
}

/** The zaaktype, the inrichting and the zaak of the previews; null when there is no such zaaktype. */
export async function leesVoorbeeldNu(
  request: FastifyRequest,
  options: BeheerOptions,
  identificatie: string,
  zaaknummer: string,
): Promise<VoorbeeldNu | null> {
  const { inrichtingen, catalogus } = options.lopendeZaken;
  const [inrichting, zaaktype] = await Promise.all([inrichtingen.actueel(), catalogus.zaaktype(identificatie)]);
  if (zaaktype === null) return null;
  return { inrichting, zaaktype, gekozen: await kies(request, options, zaaktype, zaaknummer) };
}

async function kies(
  request: FastifyRequest,
  options: BeheerOptions,
  zaaktype: ZaaktypeRegel,
  zaaknummer: string,
): Promise<Gekozen> {
  const { voorbeelden } = options.lopendeZaken;
  const verzonnen = voorbeelden.verzonnen(zaaktype);
  if (zaaknummer === '') return { zaaknummer, zaak: verzonnen, uitkomst: 'verzonnen' };
  // It stands in the address, and is not shown again.
  if (Bsn.parse(zaaknummer)) return { zaaknummer: '', zaak: verzonnen, uitkomst: 'lijkt_bsn' };
  if (zaaknummer.length > MAX_ZAAKNUMMER) return { zaaknummer: '', zaak: verzonnen, uitkomst: 'niet_gevonden' };
  const budgetMs = Math.min(options.budgetMs ?? BUDGET_MS, BUDGET_MS);
  const found = await load(request, { ...options, budgetMs }, () => voorbeelden.zoek(zaaknummer, zaaktype));
  if (!found.ok) return { zaaknummer, zaak: verzonnen, uitkomst: 'storing' };
  if (found.value === null) return { zaaknummer, zaak: verzonnen, uitkomst: 'niet_gevonden' };
  return { zaaknummer, zaak: found.value, uitkomst: 'gevonden' };
}

/** The number as it stands in the address. */
export function zaaknummerUit(request: FastifyRequest): string {
  const given = (request.query as Record<string, unknown>)['zaaknummer'];
  return typeof given === 'string' && given.isWellFormed() && !/\p{Cc}/u.test(given) ? given.trim() : '';
}

/** The address with the zaak that was found. */
export function metZaak(href: string, { uitkomst, zaaknummer }: Gekozen): string {
  return uitkomst === 'gevonden' ? `${href}?${new URLSearchParams({ zaaknummer })}` : href;
}

const UITKOMST = {
  verzonnen: null,
  gevonden: null,
  niet_gevonden:
    'Er is geen zaak met dit nummer die van dit zaaktype is en een status heeft. De voorbeelden gaan over een verzonnen zaak.',
  lijkt_bsn:
    'Dit is geen zaaknummer. Vul nooit een burgerservicenummer in. De voorbeelden gaan over een verzonnen zaak.',
  storing: 'Wij kunnen de zaak nu niet lezen. De voorbeelden gaan over een verzonnen zaak.',
} as const;

export function KiesZaak({ gekozen, action }: { readonly gekozen: Gekozen; readonly action: string }) {
  const fout = UITKOMST[gekozen.uitkomst];
  return (
    <section className="zb-blok">
      {fout === null ? null : (
        <Alert kind="warning" title="Deze zaak kunnen wij niet laten zien" focus>
          <Paragraph>{fout}</Paragraph>
        </Alert>
      )}
      <search>
        <form method="get" action={action} className="zb-formulier zb-formulier--rij">
          <TextField
            id="zaaknummer"
            label="Zaaknummer voor het voorbeeld"
            hint="Leeg: een verzonnen zaak. Geen burgerservicenummer."
            value={gekozen.zaaknummer}
            maxLength={MAX_ZAAKNUMMER}
          />
          <div className="zb-knoppen">
            <Button kind="secondary">Toon deze zaak</Button>
            {gekozen.uitkomst === 'verzonnen' ? null : <Link href={action}>Verzonnen zaak</Link>}
          </div>
        </form>
      </search>
      <Paragraph>
        {gekozen.uitkomst === 'gevonden'
          ? `De voorbeelden hieronder gaan over zaak ${gekozen.zaaknummer}.`
          : 'De voorbeelden hieronder gaan over een verzonnen zaak.'}
      </Paragraph>
    </section>
  );
}
