/** A section of an INI file. Offsets are UTF-16. */
export interface Section {
  readonly text: string;
  /** Behind the header, before its line ending. */
  readonly headerEnd: number;
  readonly end: number;
}

export interface Key {
  /** As written, continuation lines included. */
  readonly value: string;
  /** Behind the last character of the value that is not space. */
  readonly valueEnd: number;
}

/** `[name]`, undefined when the file does not have it. */
export function findSection(text: string, name: string): Section | undefined {
  const headers = [...text.matchAll(/^\[([^\]\r\n]+)\][^\r\n]*/gm)];
  const index = headers.findIndex((header) => header[1] === name);
  const header = headers[index];
  if (!header) return undefined;
  return { text, headerEnd: header.index + header[0].length, end: headers[index + 1]?.index ?? text.length };
}

/** A key of a section, with the lines that go on below it. */
export function keyIn(section: Section, name: string): Key | undefined {
  const body = section.text.slice(section.headerEnd, section.end);
  const match = new RegExp(`(?:^|[\\r\\n])${name}[ \\t]*[=:]([^\\r\\n]*(?:(?:\\r\\n|\\r|\\n)[ \\t]+[^\\r\\n]*)*)`).exec(
    body,
  );
  if (!match) return undefined;
  const value = match[1] ?? '';
  const start = section.headerEnd + match.index + match[0].length - value.length;
  return { value, valueEnd: start + value.trimEnd().length };
}
