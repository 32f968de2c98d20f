/** Tiles that lead somewhere: a count with its name, or a place with what can be done there. */
import type { Tone } from './feedback.tsx';

const COUNT: Readonly<Record<Tone, string>> = {
  good: 'zb-tegel zb-tegel--goed',
  busy: 'zb-tegel zb-tegel--bezig',
  attention: 'zb-tegel zb-tegel--let-op',
  wrong: 'zb-tegel zb-tegel--fout',
  rest: 'zb-tegel zb-tegel--rust',
};

export interface CountTile {
  readonly href: string;
  readonly label: string;
  readonly count: number;
  readonly tone: Tone;
}

/** Counts, each leading to the list behind it. A zero is shown quietly, but it is shown. */
export function CountTiles({ tiles }: { readonly tiles: readonly CountTile[] }) {
  const number = new Intl.NumberFormat('nl-NL');
  return (
    <ul className="zb-tegels">
      {tiles.map(({ href, label, count, tone }) => (
        <li key={href} className={count === 0 ? 'zb-tegel zb-tegel--rust zb-tegel--nul' : COUNT[tone]}>
          <a className="nl-link zb-tegel__link" href={href}>
            {label}
          </a>
          <span className="zb-tegel__aantal">{number.format(count)}</span>
        </li>
      ))}
    </ul>
  );
}

export interface PlaceTile {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

/** Places to go, each with what is found there. */
export function PlaceTiles({ tiles }: { readonly tiles: readonly PlaceTile[] }) {
  return (
    <ul className="zb-tegels zb-tegels--breed">
      {tiles.map(({ href, title, text }) => (
        <li key={href} className="zb-tegel zb-tegel--plek">
          <h3 className="nl-heading nl-heading--level-4">
            <a className="nl-link zb-tegel__link" href={href}>
              {title}
            </a>
          </h3>
          <p className="zb-tegel__uitleg">{text}</p>
        </li>
      ))}
    </ul>
  );
}
