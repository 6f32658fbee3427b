/** A requirement as text (PEP 508), taken apart only as far as an extra can be added. */
export interface WrittenRequirement {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly extras: readonly string[];
  /** Offset, in the requirement's text, behind the name and its extras. */
  readonly nameEnd: number;
  /** Offset behind the bare name. */
  readonly bareEnd: number;
  readonly specifier: string;
}

/** Undefined for what is not a named requirement: an option, a URL, a path, a comment. */
export function readRequirement(text: string): WrittenRequirement | undefined {
  const match = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\s*\[([^\]]*)\])?\s*([^;#]*)/.exec(text);
  if (!match) return undefined;
  const [, name = '', brackets = '', extras = '', specifier = ''] = match;
  // `git+https://...`, `./ferry`, `C:\\ferry`: not a name with a specifier.
  if (specifier !== '' && !/^[<>=!~^(@*\d]/.test(specifier)) return undefined;
  return {
    name: normalised(name),
    extras: extras
      .split(',')
      .map((extra) => extra.trim().toLowerCase())
      .filter((extra) => extra !== ''),
    nameEnd: name.length + brackets.length,
    bareEnd: name.length,
    specifier: specifier.trim(),
  };
}

/** `SQLAlchemy >=2` becomes `SQLAlchemy[asyncio] >=2`; what is there already stays as it is. */
export function withExtra(text: string, extra: string): string {
  const requirement = readRequirement(text);
  if (!requirement || requirement.extras.includes(extra)) return text;
  const { bareEnd, nameEnd } = requirement;
  if (nameEnd === bareEnd) return `${text.slice(0, bareEnd)}[${extra}]${text.slice(bareEnd)}`;
  const closing = text.lastIndexOf(']', nameEnd - 1);
  const separator = text.slice(bareEnd, closing).includes(', ') ? ', ' : ',';
  return requirement.extras.length === 0
    ? `${text.slice(0, bareEnd)}[${extra}]${text.slice(nameEnd)}`
    : `${text.slice(0, closing).trimEnd()}${separator}${extra}${text.slice(closing)}`;
}

/** PEP 503: lower case, runs of `-_.` as one `-`. */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
