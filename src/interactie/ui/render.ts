/**
 * From a React element to the text of a page. Rendering happens on the server only: the HTML carries no script and
 * needs none, so a page works the same with JavaScript switched off.
 */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** The complete document, doctype included. `page` must be an `<html>` element, as `Shell` gives. */
export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
