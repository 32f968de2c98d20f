/** What the two logs have in common: the form to search, and the way to older lines. */
import type { ReactElement } from 'react';
import { Button, EmptyState, Link, type OptionGroup, Paragraph, SelectField, TextField } from '../../ui/index.ts';
import { AFLEVERSTATEN } from '../bron.ts';
import { type Gelezen, hrefVan, type Veld } from './filter.ts';
import { STAAT } from './woorden.ts';

export interface ZoekProps {
  readonly path: string;
  readonly velden: readonly Veld[];
  readonly gelezen: Gelezen;
  readonly kanalen: readonly string[];
}

const LABEL: Readonly<Record<Veld, string>> = {
  staat: 'Staat',
  kanaal: 'Kanaal',
  resource: 'Resource',
  actie: 'Actie',
  id: 'Id van de notificatie of het hoofdobject',
  nummer: 'Tot en met nummer',
};

const KEUZES: Readonly<Partial<Record<Veld, { readonly alle: string; readonly groep: string }>>> = {
  staat: { alle: 'Alle staten', groep: 'Staten' },
  kanaal: { alle: 'Alle kanalen', groep: 'Kanalen' },
};

export function Zoeken({ path, velden, gelezen: { getypt, fouten }, kanalen }: ZoekProps) {
  const groepen = (veld: Veld, groep: string): readonly OptionGroup[] => [
    {
      label: groep,
      options:
        veld === 'staat'
          ? AFLEVERSTATEN.map((value) => ({ value, label: STAAT[value].label }))
          : kanalen.map((value) => ({ value, label: value })),
    },
  ];
  return (
    <search>
      <form method="get" action={path} className="zb-formulier zb-formulier--rij zb-formulier--velden">
        {velden.map((veld) => {
          const error = fouten.find(({ field }) => field === veld)?.message;
          const props = { id: veld, label: LABEL[veld], value: getypt[veld] ?? '', error };
          const keuze = KEUZES[veld];
          return keuze === undefined ? (
            <TextField key={veld} {...props} />
          ) : (
            <SelectField
              key={veld}
              {...props}
              first={{ value: '', label: keuze.alle }}
              groups={groepen(veld, keuze.groep)}
            />
          );
        })}
        <div className="zb-knoppen">
          <Button>Zoek</Button>
          <Link href={path}>Wis wat u zocht</Link>
        </div>
      </form>
    </search>
  );
}

export interface VerderProps {
  readonly path: string;
  readonly gelezen: Gelezen;
  /** Number of the first line of the next page; null at the end. */
  readonly vanaf: number | null;
}

/** Below a page: to the newest, and to what is older. Nothing when all is on this page. */
export function Verder({ path, gelezen: { getypt }, vanaf }: VerderProps) {
  if (vanaf === null && getypt.nummer === undefined) return null;
  const link = (href: string, label: string, rel: string): ReactElement => (
    <li>
      <a className="utrecht-pagination__relative-link" href={href} rel={rel}>
        {label}
      </a>
    </li>
  );
  return (
    <nav className="utrecht-pagination" aria-label="Pagina's">
      <ul className="utrecht-pagination__list">
        {getypt.nummer === undefined ? null : link(hrefVan(path, getypt), 'Nieuwste', 'prev')}
        {vanaf === null ? null : link(hrefVan(path, getypt, vanaf), 'Ouder', 'next')}
      </ul>
    </nav>
  );
}

/** When a page has no lines: there are none, or it looked through a part and can go on. */
export function Niets({ verder, gezocht, leeg }: { verder: boolean; gezocht: boolean; leeg: string }) {
  if (verder)
    return (
      <Paragraph>
        In dit deel staat niets dat past bij wat u zoekt. Kies ‘Ouder’ om verder te zoeken, of zoek op een id: dat gaat
        meteen.
      </Paragraph>
    );
  return <EmptyState>{gezocht ? 'Er is niets dat past bij wat u zoekt.' : leeg}</EmptyState>;
}
