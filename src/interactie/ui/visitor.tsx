/**
 * Who looks at a page, for what every page shows of it: the name and the way out in the header, and forms that change
 * something only for who may. A page without a visitor has no login, and shows everything.
 */
import { createContext, type FormHTMLAttributes, useContext } from 'react';

export interface Visitor {
  readonly name: string;
  /** In a word, behind the name. */
  readonly role: string;
  readonly mayChange: boolean;
  /** Where a POST logs out. */
  readonly logout: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the scope that demands a login. */
    visitor?: Visitor | null;
  }
}

export const VisitorContext = createContext<Visitor | null>(null);

/** A form that changes something: `<form method="post">`, for who may. Others read that they may not. */
export function PostForm(props: Omit<FormHTMLAttributes<HTMLFormElement>, 'method'>) {
  const visitor = useContext(VisitorContext);
  if (visitor !== null && !visitor.mayChange)
    return <p className="nl-paragraph zb-gedempt">U kunt dit alleen bekijken. Een beheerder kan het veranderen.</p>;
  return <form {...props} method="post" />;
}

/** In the header: who is logged in, and the way out. */
export function VisitorBar() {
  const visitor = useContext(VisitorContext);
  if (visitor === null) return null;
  return (
    <div className="zb-wie">
      <p className="zb-wie__naam">
        {visitor.name} ({visitor.role})
      </p>
      <form method="post" action={visitor.logout}>
        <button type="submit" className="nl-button nl-button--secondary">
          Uitloggen
        </button>
      </form>
    </div>
  );
}
