import fc from 'fast-check';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Pagination, pagesToShow, Steps, Table } from './data.tsx';
import { ErrorSummary, StatusBadge } from './feedback.tsx';
import { Checkboxes, SelectField, TextArea, TextField } from './form.tsx';
import { renderPage } from './render.ts';
import { Shell } from './shell.tsx';
import { CodeBlock } from './text.tsx';

const render = (element: ReactElement) => renderToStaticMarkup(element);

describe('the page shell', () => {
  const page = (extra: object = {}) =>
    renderPage(
      <Shell title="Zaak <1>" gemeente="'s-Hertogenbosch & omstreken" part="Beheer" home="/" {...extra}>
        <p>inhoud</p>
      </Shell>,
    );

  it('is a complete Dutch document with a title, a skip link to main, and our own style sheet', () => {
    const html = page();
    expect(html).toMatch(/^<!doctype html><html lang="nl"/);
    expect(html).toContain('<title>Zaak &lt;1&gt; - Beheer - Gemeente &#x27;s-Hertogenbosch &amp; omstreken</title>');
    expect(html).toMatch(/<a class="nl-skip-link[^>]+href="#inhoud"/);
    expect(html).toMatch(/<main id="inhoud" tabindex="-1"/i);
    expect(html).toMatch(/<link rel="stylesheet" href="\/static\/app\.[0-9a-f]{12}\.css"/);
  });

  it('has no script, no style and no address outside, which its policy would refuse', () => {
    const html = page({ demo: true, help: 'Bel ons.', crumbs: [{ label: 'Hier' }] });
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|data:|https?:\/\//);
  });

  it('says that it is a demonstration only when it is one', () => {
    expect(page({ demo: true })).toContain('Dit is een demonstratie');
    expect(page()).not.toContain('demonstratie');
  });

  it('says in the title that something was filled in wrongly', () => {
    expect(page({ invalid: true })).toContain('<title>Fout: Zaak');
  });

  it('marks the current item of the navigation, and the last crumb', () => {
    const items = [
      { href: '/a', label: 'A' },
      { href: '/b', label: 'B' },
    ];
    const html = page({
      navigation: { label: 'Menu', items },
      current: '/b',
      crumbs: [{ label: 'A', href: '/a' }, { label: 'B' }],
    });
    expect(html.match(/aria-current="true"[^>]*>B</g)).toHaveLength(1);
    expect(html.match(/aria-current="page"[^>]*>B</g)).toHaveLength(1);
  });
});

describe('a table', () => {
  const html = render(
    <Table
      caption="Zaken"
      columns={[
        { name: 'Nummer', cell: (row: { id: string; reden: string | null }) => row.id },
        { name: 'Reden', cell: (row) => row.reden },
      ]}
      rows={[
        { id: 'Z1', reden: null },
        { id: 'Z2', reden: 'dubbel' },
      ]}
      rowKey={(row) => row.id}
    />,
  );

  it('has a caption, column headers, and the first cell as name of its row', () => {
    expect(html).toContain('>Zaken</caption>');
    expect(html.match(/role="columnheader" scope="col"/g)).toHaveLength(2);
    expect(html.match(/role="rowheader" scope="row"/g)).toHaveLength(2);
  });

  it('repeats the column name at each cell, for when it is shown as blocks, and leaves out empty cells there', () => {
    expect(html.match(/data-label="Reden"/g)).toHaveLength(2);
    expect(html.match(/zb-tabel__leeg/g)).toHaveLength(1);
  });
});

describe('the pages of a list', () => {
  it.each([
    [1, 1, []],
    [1, 2, [1, 2]],
    [2, 5, [1, 2, 3, 4, 5]],
    [1, 9, [1, 2, -9, 9]],
    [5, 9, [1, -4, 4, 5, 6, -9, 9]],
    [3, 9, [1, 2, 3, 4, -9, 9]],
    [4, 9, [1, 2, 3, 4, 5, -9, 9]],
  ])('page %i of %i shows %j', (page, pages, shown) => {
    if (pages === 1) expect(render(<Pagination page={page} pages={pages} hrefOf={String} />)).toBe('');
    else expect(pagesToShow(page, pages)).toEqual(shown);
  });

  it('always lead to the first, the last and the neighbouring pages, once each and in order', () => {
    const place = fc
      .integer({ min: 2, max: 10_000 })
      .chain((pages) => fc.tuple(fc.integer({ min: 1, max: pages }), fc.constant(pages)));
    fc.assert(
      fc.property(place, ([page, pages]) => {
        const links = pagesToShow(page, pages).filter((n) => n > 0);
        expect(links).toEqual([...new Set(links)].sort((a, b) => a - b));
        for (const n of [1, page - 1, page, page + 1, pages]) expect(links.includes(n)).toBe(n >= 1 && n <= pages);
        expect(links.length).toBeLessThanOrEqual(7);
      }),
    );
  });

  it('name themselves to a screen reader and mark this page', () => {
    const html = render(<Pagination page={2} pages={3} hrefOf={(n) => `?pagina=${n}`} />);
    expect(
      html
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ).toBe('Vorige Pagina 1 Pagina 2 Pagina 3 Volgende');
    expect(html.match(/aria-current="page"/g)).toHaveLength(1);
    expect(html).toContain('href="?pagina=3" rel="next"');
  });
});

it('steps tell a screen reader what is done, what is now and what is to come', () => {
  const html = render(
    <Steps
      steps={[
        { title: 'Ontvangen', state: 'done', at: new Date('2026-11-21T13:02:05Z'), note: 'Via de website' },
        { title: 'In behandeling', state: 'here' },
        { title: 'Besluit', state: 'later' },
      ]}
    />,
  );
  expect(html.replaceAll(/<[^>]+>/g, '|')).toMatch(
    /Klaar: \|Ontvangen.*21 november 2026, 14.02.05 uur.*Via de website/,
  );
  expect(html).toMatch(/aria-current="step".*Nu: .*In behandeling/);
  expect(html).toMatch(/Nog niet: <\/span>Besluit/);
});

describe('boxes to tick', () => {
  it('have one name, a question above them, and their words beside them; a mistake leads to the first', () => {
    const boxes = ['a', 'b'].map((value) => ({ value, label: `Keuze ${value}`, checked: value === 'b' }));
    const html = render(
      <Checkboxes id="rol" label="Wie?" hint="Kies er een." error="Kies er minstens een." boxes={boxes} />,
    );
    expect(html).toMatch(/<fieldset [^>]*aria-describedby="rol-uitleg rol-fout"><legend [^>]*>Wie\?<\/legend>/);
    expect(html).toMatch(/<input type="checkbox" [^>]*id="rol" name="rol" value="a"\/><label [^>]*for="rol">Keuze a</);
    expect(html).toMatch(/id="rol-2" name="rol" checked="" value="b"|id="rol-2" name="rol" value="b" checked=""/);
  });
});

describe('a field', () => {
  it('ties its label, help and mistake to the control', () => {
    const html = render(<TextArea id="reden" label="Reden" hint="Kort." error="Vul een reden in." value="" required />);
    expect(html).toContain('<label class="utrecht-form-label utrecht-form-field__label" for="reden">Reden</label>');
    expect(html).toMatch(
      /<textarea id="reden" name="reden" aria-describedby="reden-uitleg reden-fout" aria-invalid="true"/,
    );
    expect(html).toContain('aria-required="true"');
    expect(html).toContain('id="reden-fout">Vul een reden in.');
  });

  it('without help or mistake refers to neither', () => {
    const html = render(<TextField id="zaaknummer" label="Zaaknummer" value="A&B" />);
    expect(html).not.toMatch(/aria-describedby|aria-invalid/);
    expect(html).toContain('value="A&amp;B"');
  });

  it('with a choice shows what was chosen', () => {
    const html = render(
      <SelectField
        id="staat"
        label="Staat"
        value="b"
        first={{ value: '', label: 'Alle' }}
        groups={[
          {
            label: 'Groep',
            options: [
              { value: 'a', label: 'A' },
              { value: 'b', label: 'B' },
            ],
          },
        ]}
      />,
    );
    expect(html.match(/selected=""/g)).toHaveLength(1);
    expect(html).toMatch(/<option value="b" selected="">B/);
  });
});

it('the summary of mistakes takes the focus and leads to each field; without mistakes it is not there', () => {
  expect(render(<ErrorSummary errors={[]} />)).toBe('');
  const html = render(
    <ErrorSummary
      errors={[
        { field: 'a', message: 'A mist' },
        { field: 'b', message: 'B mist' },
      ]}
    />,
  );
  expect(html).toMatch(/tabindex="-1" autofocus=""/i);
  expect(html).toContain('Er zijn 2 fouten');
  expect(html).toContain('<a class="nl-link" href="#b">B mist</a>');
});

it('code is shown as it is, in a named region that takes the focus', () => {
  const html = render(<CodeBlock label="Bericht">{'<a b="1">&amp;</a>'}</CodeBlock>);
  expect(html).toContain('&lt;a b=&quot;1&quot;&gt;&amp;amp;&lt;/a&gt;');
  expect(html).toMatch(/<section class="zb-code" aria-label="Bericht" tabindex="0">/i);
});

it('a badge says its state in words', () => {
  expect(render(<StatusBadge tone="wrong">Fout</StatusBadge>)).toMatch(/utrecht-status-badge--error">Fout</);
});
