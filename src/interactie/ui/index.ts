/** What screens are made of: the page shell, NL Design System components, and the rules that every page keeps. */
export { type BlockOptions, type Loaded, loadBlock } from './block.ts';
export {
  type Column,
  DataList,
  type Fact,
  Pagination,
  type PaginationProps,
  type Step,
  Steps,
  Table,
  type TableProps,
} from './data.tsx';
export {
  ALERT_OF,
  Alert,
  type AlertKind,
  type AlertProps,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  StatusBadge,
  type Tone,
} from './feedback.tsx';
export {
  type Box,
  Button,
  type ButtonProps,
  Checkboxes,
  DateField,
  FieldGroup,
  type FieldProps,
  type Option,
  type OptionGroup,
  SelectField,
  TextArea,
  TextField,
} from './form.tsx';
export { acceptForms, cleanText, formEntries, formValue, formValues } from './formbody.ts';
export { CONTENT_SECURITY_POLICY, PAGE_HEADERS, securePages, sendPage } from './headers.ts';
export { isSameOrigin, refuseForeignForms } from './origin.ts';
export { renderPage } from './render.ts';
export { type Crumb, DemoNotice, type NavigationItem, Shell, type ShellProps } from './shell.tsx';
export { staticAssets } from './static.ts';
export { CodeBlock, Command, Heading, type HeadingProps, Icon, Link, Paragraph, Spoken } from './text.tsx';
export { type CountTile, CountTiles, type PlaceTile, PlaceTiles } from './tiles.tsx';
export { count, duration, longDate, longTime, shortTime, Time } from './time.tsx';
export { PostForm, type Visitor } from './visitor.tsx';
