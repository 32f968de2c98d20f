/** Overrides of a CPA: which there are and were, the forms to make one, and the page that asks whether to stop one. */
import type { FastifyRequest } from 'fastify';
import {
  Alert,
  Button,
  type Column,
  EmptyState,
  Heading,
  Link,
  Paragraph,
  PostForm,
  SelectField,
  Table,
  TextArea,
  TextField,
  Time,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { CpaDetail, Vervanging } from '../bron.ts';
import { type BeheerOptions, Kader, load, NotFound, referenceOf } from '../kader.tsx';
import { Mislukt } from './cpa.tsx';
import { BOVEN, DIGIKOPPELING, hrefVanCpa } from './woorden.ts';

export const SOORTEN = ['adres', 'certificaat'] as const;

/** The form as typed; its fields are named `adres-bron` and so on, for both forms stand on one page. */
export interface Getypt {
  readonly soort: (typeof SOORTEN)[number];
  readonly bron: string;
  readonly doel: string;
  readonly reden: string;
}

export function Vervangingen({ cpa }: { readonly cpa: CpaDetail }) {
  if (cpa.vervangingen.length === 0)
    return <EmptyState>Er is niets vervangen. De adressen en certificaten zijn die van de CPA.</EmptyState>;
  return (
    <Table
      caption="Vervangingen"
      columns={columns(cpa.cpaId)}
      rows={cpa.vervangingen}
      rowKey={({ nr }) => String(nr)}
    />
  );
}

function columns(cpaId: string): readonly [Column<Vervanging>, ...Column<Vervanging>[]] {
  return [
    { name: 'Soort', cell: ({ soort, cpaId: voor }) => `${soort}${voor === null ? ', voor alle CPA’s' : ''}` },
    { name: 'In de CPA', cell: ({ bron }) => bron, roomy: true },
    {
      name: 'Vervangen door',
      cell: ({ soort, doel }) => (soort === 'adres' ? doel : 'een ander certificaat'),
      roomy: true,
    },
    { name: 'Waarom', cell: ({ reden, wie }) => `${reden} (${wie})`, roomy: true },
    {
      name: 'Sinds',
      cell: ({ sinds, tot, totWie }) => (
        <>
          <Time at={sinds} />
          {tot === null ? null : (
            <>
              <br />
              gestopt op <Time at={tot} /> door {totWie}
            </>
          )}
        </>
      ),
    },
    {
      name: 'Stoppen',
      cell: ({ nr, tot }) =>
        tot === null ? (
          <Link href={`${hrefVanCpa(cpaId)}/vervangingen/${nr}/stoppen`}>Stop vervanging {nr}</Link>
        ) : null,
    },
  ];
}

interface FormulierenProps {
  readonly cpa: CpaDetail;
  readonly vervangen?: { readonly getypt: Getypt; readonly fout: { readonly field: string; readonly message: string } };
}

export function VervangFormulieren({ cpa, vervangen }: FormulierenProps) {
  const adressen = [...new Set(cpa.adressen.map(({ inTekst }) => inTekst))];
  const waarde = (soort: Getypt['soort'], veld: 'bron' | 'doel' | 'reden'): string =>
    vervangen?.getypt.soort === soort ? vervangen.getypt[veld] : '';
  const errorOf = (field: string) => (vervangen?.fout.field === field ? vervangen.fout.message : undefined);
  const reden = (soort: Getypt['soort']) => (
    <TextField
      id={`${soort}-reden`}
      label={`Waarom vervangt u dit ${soort}?`}
      hint="Dit blijft bij de CPA staan, met uw naam en de tijd."
      value={waarde(soort, 'reden')}
      error={errorOf(`${soort}-reden`)}
      maxLength={500}
    />
  );
  return (
    <div className="zb-keuzes">
      <div className="zb-keuze">
        <Heading level={3}>Ander adres gebruiken</Heading>
        <Paragraph>Is de andere kant verhuisd? Wat wacht, gaat dan ook naar het nieuwe adres.</Paragraph>
        <PostForm action={`${hrefVanCpa(cpa.cpaId)}/vervangen/adres`} className="zb-formulier" noValidate>
          <SelectField
            id="adres-bron"
            label="Adres in de CPA"
            value={waarde('adres', 'bron')}
            error={errorOf('adres-bron')}
            first={{ value: '', label: 'Kies een adres' }}
            groups={[{ label: 'Adressen', options: adressen.map((uri) => ({ value: uri, label: uri })) }]}
          />
          <TextField
            id="adres-doel"
            label="Nieuw adres"
            hint="Begint met https://"
            value={waarde('adres', 'doel')}
            error={errorOf('adres-doel')}
          />
          {reden('adres')}
          <Button>Gebruik dit adres</Button>
        </PostForm>
      </div>
      {cpa.certificaten.length === 0 ? null : (
        <div className="zb-keuze">
          <Heading level={3}>Ander certificaat gebruiken</Heading>
          <Paragraph>Is een certificaat vernieuwd en is de CPA nog de oude? Geef dan hier het nieuwe op.</Paragraph>
          <PostForm action={`${hrefVanCpa(cpa.cpaId)}/vervangen/certificaat`} className="zb-formulier" noValidate>
            <SelectField
              id="certificaat-bron"
              label="Certificaat in de CPA"
              value={waarde('certificaat', 'bron')}
              error={errorOf('certificaat-bron')}
              first={{ value: '', label: 'Kies een certificaat' }}
              groups={[
                {
                  label: 'Certificaten',
                  options: cpa.certificaten.map(({ id, partij }) => ({ value: id, label: `${id} van ${partij}` })),
                },
              ]}
            />
            <TextArea
              id="certificaat-doel"
              label="Nieuw certificaat (PEM)"
              hint="Plak alles, van BEGIN CERTIFICATE tot en met END CERTIFICATE. Plak nooit een sleutel."
              value={waarde('certificaat', 'doel')}
              error={errorOf('certificaat-doel')}
              rows={6}
            />
            {reden('certificaat')}
            <Button>Gebruik dit certificaat</Button>
          </PostForm>
        </div>
      )}
    </div>
  );
}

/** Asks whether to stop one; 404 when it is not in force. */
export async function stoppen(
  request: FastifyRequest,
  cpaId: string,
  nr: string,
  options: BeheerOptions,
): Promise<Antwoord> {
  const found = await load(request, options, () => options.digikoppeling.cpa(cpaId));
  if (!found.ok) return { status: 503, page: <Mislukt options={options} reference={referenceOf(request)} /> };
  const vervanging = found.value?.vervangingen.find((one) => String(one.nr) === nr && one.tot === null);
  if (vervanging === undefined) return { status: 404, page: <NotFound options={options} /> };
  const { soort, bron, cpaId: voor } = vervanging;
  const above = [...BOVEN, { label: 'CPA', href: hrefVanCpa(cpaId) }];
  return {
    status: 200,
    page: (
      <Kader options={options} title="Vervanging stoppen" current={DIGIKOPPELING} above={above}>
        <Heading level={1}>Weet u het zeker?</Heading>
        <Alert kind="warning" title="U stopt deze vervanging">
          <Paragraph>
            Daarna geldt weer het {soort} in de CPA: {bron}.{' '}
            {voor === null ? 'Deze vervanging is voor alle CPA’s: zij stopt dus overal.' : ''}
          </Paragraph>
        </Alert>
        <PostForm action={`${hrefVanCpa(cpaId)}/vervangingen/${vervanging.nr}/stoppen`} className="zb-formulier">
          <div className="zb-knoppen">
            <Button>Stop de vervanging</Button>
            <Link href={hrefVanCpa(cpaId)}>Niet doen</Link>
          </div>
        </PostForm>
      </Kader>
    ),
  };
}
