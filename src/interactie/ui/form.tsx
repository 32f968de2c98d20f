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
      <Help id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}

function Help({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  return (
    <>
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
    </>
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

export interface SelectProps extends FieldProps {
  /** Stands above the others: for no choice at all, or the usual one. */
  readonly first: Option;
  readonly options?: readonly Option[];
  readonly groups?: readonly OptionGroup[];
}

/** A choice from options, and from groups of them. */
export function SelectField(props: SelectProps) {
  return (
    <Field {...props}>
      <select
        {...controlProps(props)}
        className={props.error ? `${SELECT} utrecht-select--invalid` : SELECT}
        defaultValue={props.value}
      >
        <Options options={[props.first, ...(props.options ?? [])]} />
        {(props.groups ?? []).map(({ label, options }) => (
          <optgroup key={label} label={label}>
            <Options options={options} />
          </optgroup>
        ))}
      </select>
    </Field>
  );
}

function Options({ options }: { readonly options: readonly Option[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

export interface Box {
  readonly value: string;
  readonly label: string;
  readonly checked: boolean;
}

/** Fields that belong together, under a heading of their own. */
export function FieldGroup({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset zb-vinkjes">
      <legend className="nl-heading nl-heading--level-3">{legend}</legend>
      {children}
    </fieldset>
  );
}

export interface CheckboxesProps extends Omit<FieldProps, 'value'> {
  readonly boxes: readonly Box[];
}

/** What may be ticked, under one question. All boxes have the name of the group; the first takes the focus of a mistake. */
export function Checkboxes({ id, label, hint, error, boxes }: CheckboxesProps) {
  const { 'aria-describedby': described } = controlProps({ id, label, hint, error });
  return (
    <fieldset
      className="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset zb-vinkjes"
      aria-describedby={described}
    >
      <legend className="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{label}</legend>
      <Help id={id} hint={hint} error={error} />
      <ul className="zb-vinkjes__lijst">
        {boxes.map(({ value, label: naam, checked }, nr) => {
          const own = nr === 0 ? id : `${id}-${nr + 1}`;
          return (
            <li key={value} className="zb-vinkje">
              <input
                type="checkbox"
                className="utrecht-checkbox utrecht-checkbox--html-input"
                id={own}
                name={id}
                value={value}
                defaultChecked={checked}
              />
              <label className="utrecht-form-label utrecht-form-label--checkbox zb-vinkje__naam" htmlFor={own}>
                {naam}
              </label>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
