/** `/beheer/lopende-zaken/statussen`: per zaaktype which statussen go to MijnOverheid, and what overrules the catalogus (L2). */
import type { FastifyRequest } from 'fastify';
import {
  Alert,
  Button,
  count,
  EmptyState,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  Spoken,
  StatusBadge,
  Table,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type Inrichting, keuzeVoor, stroomVan, type ZaaktypeRegel } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';

const MAX_ZOEK = 100;

export const hrefVanZaaktype = (identificatie: string): string => `${STATUSSEN}/${encodeURIComponent(identificatie)}`;

/** Does this status go, and who says so? */
export function gaat(
  inrichting: Inrichting,
  { identificatie, publicatieIndicatie }: ZaaktypeRegel,
  { omschrijving, informeren }: ZaaktypeRegel['statustypen'][number],
): { readonly gaat: boolean; readonly door: 'Beheer' | 'de catalogus' } {
  const { zaaktype, statustype } = keuzeVoor(inrichting, identificatie, omschrijving);
  if (zaaktype?.aan === false) return { gaat: false, door: 'Beheer' };
  const open = zaaktype?.aan === true || !inrichting.alleenMetPublicatie || publicatieIndicatie;
  if (!open) return { gaat: false, door: 'de catalogus' };
  if (statustype?.aan != null) return { gaat: statustype.aan, door: 'Beheer' };
  return { gaat: informeren, door: 'de catalogus' };
}

export async function statussen(
  request: FastifyRequest,
  options: BeheerOptions,
  bewaard: string | null,
): Promise<Antwoord> {
  const query = request.query as Record<string, unknown>;
  const tekst = (veld: string): string =>
    typeof query[veld] === 'string' ? query[veld].trim().slice(0, MAX_ZOEK) : '';
  const [zoek, na] = [tekst('zoek'), tekst('na')];
  const { inrichtingen, catalogus } = options.lopendeZaken;
  const found = await load(request, options, async () => {
    const vraag = { ...(zoek !== '' && { zoek }), ...(na !== '' && { na }) };
    const [inrichting, bladzijde] = await Promise.all([inrichtingen.actueel(), catalogus.zaaktypen(vraag)]);
    return { inrichting, ...bladzijde };
  });
  return {
    status: found.ok ? 200 : 503,
    page: (
      <Kader options={options} title="Statussen" current={STATUSSEN}>
        {bewaard === null ? null : (
          <Alert kind="ok" title="De keuzes zijn bewaard" focus>
            <Paragraph>Zij gelden vanaf de volgende status die wordt gezet.</Paragraph>
          </Alert>
        )}
        <Heading level={1}>Statussen</Heading>
        <Paragraph lead>
          Hier ziet u welke statussen naar MijnOverheid gaan, en met welke tekst. Dat staat in de catalogus. U kunt er
          hier van afwijken.
        </Paragraph>
        <search>
          <form method="get" action={STATUSSEN} className="zb-formulier zb-formulier--rij">
            <TextField id="zoek" label="Zoek een zaaktype" hint="Een deel van de naam of de code." value={zoek} />
            <div className="zb-knoppen">
              <Button>Zoek</Button>
              <Link href={STATUSSEN}>Wis wat u zocht</Link>
            </div>
          </form>
        </search>
        <Heading level={2}>Zaaktypen</Heading>
        {found.ok ? (
          <Lijst {...found.value} zoek={zoek} begin={na === ''} />
        ) : (
          <FailedBlock what="de zaaktypen" reference={referenceOf(request)} />
        )}
        <Bijgewerkt at={options.clock.now()} />
      </Kader>
    ),
  };
}

interface LijstProps {
  readonly inrichting: Inrichting;
  readonly regels: readonly ZaaktypeRegel[];
  readonly verder: string | null;
  readonly zoek: string;
  readonly begin: boolean;
}

function Lijst({ inrichting, regels, verder, zoek, begin }: LijstProps) {
  if (regels.length === 0)
    return (
      <EmptyState>
        {zoek === '' ? 'Er zijn nog geen zaaktypen in de catalogus.' : 'Er is geen zaaktype dat past bij wat u zoekt.'}
      </EmptyState>
    );
  const href = (na: string | null): string => {
    const query = new URLSearchParams({ ...(zoek !== '' && { zoek }), ...(na !== null && { na }) }).toString();
    return query === '' ? STATUSSEN : `${STATUSSEN}?${query}`;
  };
  return (
    <>
      <Table
        caption="Zaaktypen"
        columns={[
          {
            name: 'Zaaktype',
            cell: ({ identificatie, omschrijving }) => (
              <Link href={hrefVanZaaktype(identificatie)}>{omschrijving}</Link>
            ),
            roomy: true,
          },
          { name: 'Code', cell: ({ identificatie }) => identificatie },
          {
            name: 'Naar MijnOverheid',
            cell: (zaaktype) => {
              const aantal = zaaktype.statustypen.filter((s) => gaat(inrichting, zaaktype, s).gaat).length;
              const van = zaaktype.statustypen.length;
              return (
                <StatusBadge tone={aantal === 0 ? 'rest' : 'good'}>
                  {aantal === 0 ? 'Geen' : `${aantal} van ${count(van, 'status', 'statussen')}`}
                </StatusBadge>
              );
            },
          },
          {
            name: 'Bepaald door',
            cell: ({ identificatie }) => (Object.hasOwn(inrichting.zaaktypen, identificatie) ? 'Beheer' : 'Catalogus'),
          },
          {
            name: 'Stroom',
            cell: ({ identificatie }) => stroomVan(inrichting, identificatie)?.naam ?? 'Geen stroom',
          },
        ]}
        rows={regels}
        rowKey={({ identificatie }) => identificatie}
      />
      {begin && verder === null ? null : (
        <nav className="utrecht-pagination" aria-label="Pagina's">
          <ul className="utrecht-pagination__list">
            {begin ? null : (
              <li>
                <a className="utrecht-pagination__relative-link" href={href(null)} rel="prev">
                  Begin
                </a>
              </li>
            )}
            {verder === null ? null : (
              <li>
                <a className="utrecht-pagination__relative-link" href={href(verder)} rel="next">
                  Volgende<Spoken> zaaktypen</Spoken>
                </a>
              </li>
            )}
          </ul>
        </nav>
      )}
    </>
  );
}
