/** Who can be chosen at the login simulator. Roles, not people: nobody of that name works anywhere. */
export interface Mens {
  readonly id: string;
  readonly naam: string;
  readonly rollen: readonly string[];
  readonly uitleg: string;
}

export const MENSEN: readonly Mens[] = [
  {
    id: 'beheerder-1',
    naam: 'Beheerder 1',
    rollen: ['zaakbode-beheerder'],
    uitleg: 'Mag alles zien en alles doen.',
  },
  {
    id: 'beheerder-2',
    naam: 'Beheerder 2',
    rollen: ['zaakbode-beheerder'],
    uitleg: 'Nog een beheerder, voor wat twee mensen samen moeten doen.',
  },
  { id: 'lezer', naam: 'Lezer', rollen: ['zaakbode-lezer'], uitleg: 'Mag alles zien, en niets veranderen.' },
  { id: 'medewerker', naam: 'Medewerker zonder rol', rollen: [], uitleg: 'Komt er niet in.' },
];
