/**
 * Reads the import lines of a tree of files and holds them against the table of the house. Pure: the files and the table
 * are given, so that a test can plant violations.
 */
import { posix } from 'node:path';

/** Who may import what. The table of our own house stands in `plattegrond.ts`. */
export interface House {
  /** Floors from top to bottom: a file imports from its own component or from a lower floor. */
  readonly floors: readonly string[];
  /** Per floor its components, and for each the components of the same floor that it may import. */
  readonly components: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Components beside the stairs, and the floors that each may import. Only the roof imports them. */
  readonly beside: Readonly<Record<string, readonly string[]>>;
  /** Files that join everything and know everybody; nobody knows them. */
  readonly roof: RegExp;
  /** Files that are for tests only. */
  readonly forTests: RegExp;
  /** Of these, the helpers that another component's tests may enter by. */
  readonly helpers: RegExp;
  /** Floors of pure functions: the only packages and node modules that they use; nothing of a lower floor. */
  readonly pure: Readonly<Record<string, readonly string[]>>;
  /** Packages that only these components import; tests may too when `tests` says so. */
  readonly homes: Readonly<Record<string, { readonly components: readonly string[]; readonly tests: boolean }>>;
  /** What package.json names. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

/** Path below the root of the tree, and content. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  readonly line: number;
  /** As written; `null` for an import whose target is computed. */
  readonly target: string | null;
}

/**
 * Every import, export-from and `import()`, types too. The formatter puts a statement, or the last line of it, at the
 * start of a line; text in a comment or in a template does not stand there.
 */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const statement = /^(?:import\b[^'"`]*|export\b[^'"`]*\bfrom\s*|\} from\s*)['"]([^'"]+)['"]/.exec(line);
    if (statement) found.push({ line: i + 1, target: statement[1]! });
    if (statement || /^\s*(?:\*|\/\/|\/\*)/.test(line)) continue;
    for (const call of line.matchAll(/\b(?:import|require)\((?:\s*['"]([^'"]+)['"])?/g)) {
      found.push({ line: i + 1, target: call[1] ?? null });
    }
  }
  return found;
}

/** Where a file lies. `component` is null for a file that lies on a floor itself. */
interface Place {
  readonly path: string;
  readonly floor: string;
  readonly component: string | null;
  readonly forTests: boolean;
}

const ROOF = 'roof';

/** Every line that breaks a rule, as `file:line: why`. */
export function violationsIn(files: Files, house: House): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const place = placeOf(path, house);
    if (typeof place === 'string') {
      found.push(`${path}: ${place}`);
      continue;
    }
    for (const { line, target } of importsOf(text)) {
      const why = whyNot(place, target, files, house);
      if (why !== null) found.push(`${path}:${line}: ${why}`);
    }
  }
  return [...found, ...cyclesIn(edgesOf(files, house)).map((cycle) => `cycle of components: ${cycle}`)];
}

/** The place of a file, or why it has none. */
function placeOf(path: string, house: House): Place | string {
  const [first, second, ...rest] = path.split('/');
  const forTests = house.forTests.test(path);
  if (house.roof.test(path)) return { path, floor: ROOF, component: null, forTests };
  if (second === undefined) return 'nothing lies at the root but the roof and its tests';
  if (Object.hasOwn(house.beside, first!)) return { path, floor: first!, component: first!, forTests };
  const components = house.components[first!];
  if (components === undefined) return `"${first}" is no floor of the house`;
  if (rest.length === 0) {
    return forTests
      ? { path, floor: first!, component: null, forTests }
      : 'a file lies in a component; on the floor itself lie only tests and their helpers';
  }
  if (!Object.hasOwn(components, second)) return `the component ${first}/${second} is not in the table of the house`;
  return { path, floor: first!, component: second, forTests };
}

/** Why this file may not import that, or null when it may. */
function whyNot(from: Place, target: string | null, files: Files, house: House): string | null {
  if (target === null) return 'an import whose target is computed cannot be checked';
  if (!/^\.\.?\//.test(target)) return whyNotPackage(from, target, house);
  const path = posix.join(posix.dirname(from.path), target);
  if (path.startsWith('../')) return from.forTests ? null : `${target} lies outside the tree`;
  const to = placeOf(path, house);
  if (typeof to === 'string') return `${target}: ${to}`;
  if (/\.tsx?$/.test(path) && !files.has(path)) return `${target} does not exist`;
  if (to.forTests && !from.forTests) return `${target} is for tests only`;
  if (to.forTests && !house.helpers.test(path)) return `${target} is a test, and nobody imports a test`;
  return sameComponent(from, to) ? null : (whyNotFloor(from, to, house) ?? whyNotDoor(from, to, house));
}

function sameComponent(a: Place, b: Place): boolean {
  return a.floor === b.floor && a.component === b.component;
}

function nameOf({ floor, component }: Place): string {
  return component === null || floor === component ? floor : `${floor}/${component}`;
}

/** The rule of the stairs, the directions on one floor, and what stands beside the stairs. */
function whyNotFloor(from: Place, to: Place, house: House): string | null {
  if (from.floor === ROOF) return null;
  const no = `${nameOf(from)} may not import ${nameOf(to)}`;
  if (to.floor === ROOF) return `${no}: only the roof knows the roof`;
  if (Object.hasOwn(house.beside, to.floor)) return `${no}: it stands beside the stairs`;
  const allowed = house.beside[from.floor];
  if (allowed !== undefined) return allowed.includes(to.floor) ? null : `${no}: only ${allowed.join(' and ')}`;
  if (!from.forTests && Object.hasOwn(house.pure, from.floor) && from.floor !== to.floor) return `${no}: it is pure`;
  const up = house.floors.indexOf(from.floor) - house.floors.indexOf(to.floor);
  if (up > 0) return `${no}: that is up the stairs`;
  // A test may look at its neighbours, and asks for what they offer everybody.
  if (up < 0 || from.forTests || from.component === null) return null;
  return house.components[from.floor]![from.component]!.includes(to.component ?? '')
    ? null
    : `${no}: not in this direction on one floor`;
}

/** A component is entered through its index; tests may enter by a helper for tests too. */
function whyNotDoor(from: Place, to: Place, house: House): string | null {
  const inside = to.path.split('/').slice(to.floor === to.component ? 1 : 2);
  if (to.floor === ROOF || to.component === null || /^index\.tsx?$/.test(inside.join('/'))) return null;
  if (from.forTests && house.helpers.test(to.path)) return null;
  return `${nameOf(to)} is entered through its index.ts, not through ${inside.join('/')}`;
}

function whyNotPackage(from: Place, target: string, house: House): string | null {
  const name = target.startsWith('node:') ? target : target.split('/', target.startsWith('@') ? 2 : 1).join('/');
  const home = house.homes[name];
  if (home && !home.components.includes(nameOf(from)) && !(home.tests && from.forTests)) {
    return `${name} is imported by ${home.components.join(', ') || 'tests'} only`;
  }
  const pure = house.pure[from.floor];
  if (pure && !from.forTests && !pure.includes(name)) return `${nameOf(from)} is pure and may not use ${name}`;
  if (name.startsWith('node:') || house.dependencies.includes(name)) return null;
  if (!house.devDependencies.includes(name)) return `${name} is not in package.json`;
  return from.forTests ? null : `${name} is a devDependency: it is not there in production`;
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Which component imports which, in production files. */
export function edgesOf(files: Files, house: House): Edges {
  const edges = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    const from = placeOf(path, house);
    if (typeof from === 'string' || from.forTests || from.floor === ROOF) continue;
    for (const { target } of importsOf(text)) {
      const to = target?.startsWith('.') ? placeOf(posix.join(posix.dirname(path), target), house) : '';
      if (typeof to === 'string' || to.forTests || sameComponent(from, to)) continue;
      edges.set(nameOf(from), (edges.get(nameOf(from)) ?? new Set()).add(nameOf(to)));
    }
  }
  return edges;
}

/** Each cycle once, as `a → b → a`. */
export function cyclesIn(edges: Edges): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const start = trail.indexOf(node);
    if (start !== -1) found.add([...trail.slice(start), node].join(' → '));
    if (start !== -1 || done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return [...found];
}
