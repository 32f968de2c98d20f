/** The page for who connects another system. */
export { type ApiOptions, apiPages } from './pagina.tsx';
