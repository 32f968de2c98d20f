/**
 * Forms as the NL Design System guidelines ask: the label above the field, help under the label, the mistake in words
 * between label and field and linked to it, no placeholder, no disabled button. A field's `id` is also its name.
 */
import type { ReactNode } from 'react';

const BUTTON = {
  primary: 'nl-button nl-button--primary',
  secondary: 'nl-button nl-button--secondary',
} as const;

export interface ButtonProps {
  readonly kind?: keyof typeof BUTTON;
  readonly children: ReactNode;
}

/** Sends the form that it stands in. */
export function Button({ kind = 'primary', children }: ButtonProps) {
  return (
    <button type="submit" className={BUTTON[kind]}>
      {children}
    </button>
  );
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and how to put it right. */
  readonly error?: string | undefined;
  readonly value?: string | undefined;
}

function Field({ id, label, hint, error, children }: FieldProps & { readonly children: ReactNode }) {
  return (
    <div className={error ? 'utrecht-form-field utrecht-form-field--invalid' : 'utrecht-form-field'}>
      <label className="utrecht-form-label utrecht-form-field__label" htmlFor={id}>
        {label}
      </label>
      {hint ? (
        <div className="utrecht-form-field-description utrecht-form-field__description" id={`${id}-uitleg`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <div className="utrecht-form-field-error-message utrecht-form-field__error-message" id={`${id}-fout`}>
          {error}
        </div>
      ) : null}
      {children}
    </div>
  );
}

/** Ties a control to its help and its mistake. */
function controlProps({ id, hint, error }: FieldProps) {
  const described = [hint ? `${id}-uitleg` : '', error ? `${id}-fout` : ''].filter((part) => part !== '').join(' ');
  return {
    id,
    name: id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': error ? true : undefined,
  } as const;
}

/** `secret`: not readable while it is typed, and not kept by a browser. */
export function TextField(props: FieldProps & { readonly maxLength?: number; readonly secret?: boolean }) {
  return (
    <Field {...props}>
      <input
        {...controlProps(props)}
        type={props.secret ? 'password' : 'text'}
        className="utrecht-textbox utrecht-textbox--html-input utrecht-form-field__input"
        defaultValue={props.value}
        maxLength={props.maxLength}
        autoComplete={props.secret ? 'new-password' : 'off'}
        spellCheck={false}
      />
    </Field>
  );
}

/** A day; a browser without a calendar takes it as `2026-11-21`. */
export function DateField(props: FieldProps) {
  return (
    <Field {...props}>
      <input
        {...controlProps(props)}
        type="date"
        className="utrecht-textbox utrecht-textbox--html-input utrecht-form-field__input"
        // A browser shows a date or nothing, and complains of anything else.
        defaultValue={/^\d{4}-\d{2}-\d{2}$/.test(props.value ?? '') ? props.value : ''}
      />
    </Field>
  );
}

export function TextArea(props: FieldProps & { readonly rows?: number; readonly required?: boolean }) {
  return (
    <Field {...props}>
      <textarea
        {...controlProps(props)}
        className="utrecht-textarea utrecht-textarea--html-textarea utrecht-form-field__input"
        rows={props.rows ?? 3}
        aria-required={props.required}
        defaultValue={props.value}
      />
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

const SELECT = 'utrecht-select utrecht-select--html-select utrecht-form-field__input';

/** A choice from groups of options. `first` stands above them, for no choice at all. */
export function SelectField(props: FieldProps & { readonly first: Option; readonly groups: readonly OptionGroup[] }) {
  return (
    <Field {...props}>
      <select
        {...controlProps(props)}
        className={props.error ? `${SELECT} utrecht-select--invalid` : SELECT}
        defaultValue={props.value}
      >
        <option value={props.first.value}>{props.first.label}</option>
        {props.groups.map(({ label, options }) => (
          <optgroup key={label} label={label}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
