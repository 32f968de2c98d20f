/** The types of a definition: what a rule sees, and what the compiler refuses. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { raw } from '../../platform/db/index.ts';
import {
  defineResource,
  type Fields,
  field,
  plainWrite,
  type Resource,
  type Values,
  value,
  type Write,
} from './index.ts';
import { doel, proefApi } from './proef.testhulp.ts';

const fields = {
  naam: field.text({ required: true }),
  soort: field.choice(['brief', 'nota'], { required: true }),
  nominatie: field.choiceOrNull(['bewaren', 'vernietigen']),
  wijze: field.choiceOrBlank(['post', 'mail']),
  actief: field.bool({ fallback: false }),
  nummer: field.whole({ min: 1, max: 9, required: true }),
  sinds: field.dateOrNull(),
  map: field.link(doel.map, { required: true }),
  hoofd: field.linkOrNull(doel.document),
  namen: field.list(value.text({})),
  groep: field.groupOrNull(
    value.object({ a: value.part(value.whole(0, 9)), b: value.part(value.orNull(value.date()), null) }),
  ),
  vast: field.kept({ type: 'integer' }),
  link: field.keptLink(doel.map),
  delen: field.links(doel.document, 'map_id'),
  afgeleid: field.derived({ type: 'string' }, () => `''`),
};

const common = {
  ...doel.document,
  api: proefApi,
  methods: ['list'],
  showUuid: false,
  order: 't.id',
  scopes: { read: [] },
} as const;

describe('Values', () => {
  it('has the fields that a client can set, each with the type that rules see, and no other', () => {
    expectTypeOf<Values<typeof fields>>().toEqualTypeOf<{
      readonly naam: string;
      readonly soort: 'brief' | 'nota';
      readonly nominatie: 'bewaren' | 'vernietigen' | null;
      readonly wijze: 'post' | 'mail' | '';
      readonly actief: boolean;
      readonly nummer: number;
      readonly sinds: string | null;
      readonly map: string;
      readonly hoofd: string | null;
      readonly namen: readonly string[];
      readonly groep: { readonly a: number; readonly b: string | null } | null;
    }>();
    expectTypeOf<Values<typeof fields>>().not.toHaveProperty('vast');
    expectTypeOf<Values<typeof fields>>().not.toHaveProperty('delen');
  });
});

describe('defineResource', () => {
  it('keeps the types of its fields and of its situation for the rules', () => {
    const resource = defineResource<typeof fields, { readonly dicht: boolean }>({
      ...common,
      fields,
      write: {
        situation: async () => ({ dicht: true }),
        allow: () => undefined,
        rules: [
          [
            (write) => {
              expectTypeOf(write).toEqualTypeOf<Write<typeof fields, { readonly dicht: boolean }>>();
              expectTypeOf(write.values.soort).toEqualTypeOf<'brief' | 'nota'>();
              expectTypeOf(write.current).toEqualTypeOf<Values<typeof fields> | null>();
              return [];
            },
          ],
        ],
        mainObject: ({ id }) => ({ resource: 'x', id, href: '/x', kenmerken: {} }),
        weergave: ({ values }) => values.naam,
      },
    });
    expectTypeOf(resource).toEqualTypeOf<Resource<typeof fields, { readonly dicht: boolean }>>();
  });
  it('fills in the defaults, and cannot be changed afterwards', () => {
    const resource = defineResource({ ...common, fields: {} });
    expect(resource).toMatchObject({ plain: {}, actions: [], filters: {}, crs: false, write: null });
    expect(resource.visible({} as never, [], 't')).toEqual(raw('true'));
    expect(Object.isFrozen(resource)).toBe(true);
    expect(() => Object.assign(resource, { path: 'anders' })).toThrow(TypeError);
  });
  it('does not compile with', () => {
    const naam = { naam: field.text({}), vast: field.kept({ type: 'integer' }) };
    const main = { resource: 'x', id: '1', href: '/x', kenmerken: {} };
    const wrong = () => [
      // @ts-expect-error a method that does not exist
      defineResource({ ...common, fields: {}, methods: ['head'] }),
      // @ts-expect-error no scopes
      defineResource({ ...common, scopes: undefined, fields: {} }),
      // @ts-expect-error a key that means nothing
      defineResource({ ...common, fields: {}, hook: () => undefined }),
      // @ts-expect-error a filter of an unknown kind
      field.text({ filter: ['begintMet'] }),
      // @ts-expect-error a choice that is not on its own list as fallback
      field.choice(['een', 'twee'], { fallback: 'drie' }),
      // @ts-expect-error a boolean that may be left out, and then has no value
      field.bool({}),
      // @ts-expect-error a day that may be left out, and then has no value
      field.date({ filter: ['exact'] }),
      // @ts-expect-error a group that may be left out, and then has no value
      field.group(value.date(), {}),
      // @ts-expect-error a number without bounds
      field.whole({ required: true }),
      // @ts-expect-error a link to something that says not where it is
      field.link({ name: 'x' }, { required: true }),
      plainWrite<typeof naam>(
        () => main,
        // @ts-expect-error a rule on a field that is not there
        [[({ values }) => (values.titel ? [] : [])]],
      ),
      plainWrite<typeof naam>(
        () => main,
        // @ts-expect-error a rule that trusts a client for what only the engine keeps
        [[({ values }) => (values.vast ? [] : [])]],
      ),
      plainWrite<typeof naam>(
        () => main,
        [
          [
            ({ values }) => {
              // @ts-expect-error a rule that changes what was sent
              values.naam = '';
              return [];
            },
          ],
        ],
      ),
      // @ts-expect-error a rule that says nothing
      plainWrite<Fields>(() => main, [[() => undefined]]),
      // @ts-expect-error no main object for the audittrail
      plainWrite<Fields>(() => undefined),
      // @ts-expect-error a part of a group with a fallback of another type
      value.part(value.bool(), 'ja'),
    ];
    expect(wrong).toBeTypeOf('function');
  });
});
