/**
 * `/beheer/lopende-zaken/zoeken`: what there is about one person. The BSN comes in a form and is in no address; that it was
 * asked is written to the verwerkingenlog before anything is shown.
 */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Button,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  formValue,
  Heading,
  Paragraph,
  PostForm,
  Table,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { ZaakberichtRegel } from '../bron.ts';
import { type BeheerOptions, Kader, load, referenceOf, wieIs } from '../kader.tsx';
import { BERICHTEN, ZOEKEN } from './adres.ts';
import { faultInReden, MAX_REDEN } from './redenveld.ts';
import { KOLOMMEN } from './regels.tsx';

interface Formulier {
  readonly reden: string;
  readonly fouten: readonly { readonly field: 'bsn' | 'reden'; readonly message: string }[];
}

const LEEG: Formulier = { reden: '', fouten: [] };
const MAX = 50;
const GEEN_BSN = 'Dit is geen burgerservicenummer. Vul de negen cijfers in, zonder spaties of punten.';

export function zoekFormulier(options: BeheerOptions): Antwoord {
  return { status: 200, page: <Pagina options={options} formulier={LEEG} /> };
}

export async function zoekPersoon(request: FastifyRequest, options: BeheerOptions): Promise<Antwoord> {
  const bsn = formValue(request, 'bsn').replaceAll(/[ .]/g, '');
  const reden = formValue(request, 'reden');
  const fout = faultInReden(reden, 'in het verwerkingenlog');
  const fouten: Formulier['fouten'] = [
    ...(/^\d{9}$/.test(bsn) ? [] : [{ field: 'bsn' as const, message: GEEN_BSN }]),
    ...(fout === null ? [] : [{ field: 'reden' as const, message: fout }]),
  ];
  if (fouten.length > 0) return { status: 422, page: <Pagina options={options} formulier={{ reden, fouten }} /> };
  const inzage = { wie: wieIs(request, options), reden, trace: request.trace };
  const found = await load(request, options, () => options.zaakberichten.vanPersoon(bsn, inzage));
  if (!found.ok) {
    const failed = <FailedBlock what="de zaakberichten" reference={referenceOf(request)} />;
    return { status: 503, page: <Pagina options={options} formulier={{ reden, fouten: [] }} inhoud={failed} /> };
  }
  if (found.value === 'geen_bsn') {
    const geen = { reden, fouten: [{ field: 'bsn' as const, message: GEEN_BSN }] };
    return { status: 422, page: <Pagina options={options} formulier={geen} /> };
  }
  const inhoud = <Gevonden regels={found.value} />;
  return { status: 200, page: <Pagina options={options} formulier={LEEG} inhoud={inhoud} /> };
}

interface PaginaProps {
  readonly options: BeheerOptions;
  readonly formulier: Formulier;
  readonly inhoud?: ReactElement;
}

function Pagina({ options, formulier: { reden, fouten }, inhoud }: PaginaProps) {
  const errorOf = (field: string) => fouten.find((fout) => fout.field === field)?.message;
  return (
    <Kader
      options={options}
      title="Zoek een persoon"
      current={BERICHTEN}
      above={[{ label: 'Zaakberichten', href: BERICHTEN }]}
      invalid={fouten.length > 0}
    >
      <ErrorSummary errors={fouten} />
      <Heading level={1}>Zoek een persoon</Heading>
      <Paragraph lead>
        Wij bewaren dat u dit hebt opgezocht, met uw reden. Weet u het zaaknummer? Zoek dan liever daarop.
      </Paragraph>
      {inhoud ?? null}
      <PostForm action={ZOEKEN} className="zb-formulier" noValidate>
        <TextField id="bsn" label="Burgerservicenummer" hint="Negen cijfers." error={errorOf('bsn')} />
        <TextArea
          id="reden"
          label="Waarom zoekt u deze persoon?"
          hint={`Hoogstens ${MAX_REDEN} tekens. Noem geen burgerservicenummer.`}
          rows={2}
          error={errorOf('reden')}
          value={reden}
          required
        />
        <Button>Zoek</Button>
      </PostForm>
    </Kader>
  );
}

function Gevonden({ regels }: { readonly regels: readonly ZaakberichtRegel[] }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Gevonden</Heading>
      {regels.length === 0 ? (
        <EmptyState>Er zijn geen zaakberichten over deze persoon.</EmptyState>
      ) : (
        <>
          {regels.length > MAX ? (
            <Paragraph>Dit zijn de {MAX} nieuwste. Zoek de oudere op met het zaaknummer.</Paragraph>
          ) : null}
          <Table
            caption="Zaakberichten over deze persoon"
            columns={KOLOMMEN}
            rows={regels.slice(0, MAX)}
            rowKey={({ id }) => id}
          />
        </>
      )}
    </section>
  );
}
