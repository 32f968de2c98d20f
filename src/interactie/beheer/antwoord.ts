/** What a page answers with. */
import type { ReactElement } from 'react';

export interface Antwoord {
  readonly page: ReactElement;
  readonly status: 200 | 400 | 404 | 409 | 422 | 503;
}
