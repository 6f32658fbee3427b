/** Bytes to text and back, exactly. Both give undefined for what the encoding cannot hold. */
export interface Codec {
  /** Python's name of it, lower case with `-`. */
  readonly name: string;
  decode(bytes: Uint8Array): string | undefined;
  encode(text: string): Uint8Array | undefined;
}

/** The encoding a file declares (PEP 263), as written; undefined when it declares none. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1');
  const [first = '', second = ''] = head.replace(/^\u00EF\u00BB\u00BF/, '').split(/\r\n|\r|\n/, 2);
  const pattern = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
  const found = pattern.exec(first);
  if (found) return found[1];
  // The second line counts only below a blank or a comment.
  return /^[ \t\f]*(?:#|$)/.test(first) ? pattern.exec(second)?.[1] : undefined;
}

/** The codec Python means by a name; undefined when neither it nor we know it. */
export function codecFor(label: string): Codec | undefined {
  const name = label.toLowerCase().replaceAll('_', '-');
  if (/^utf-?8(-|$)/.test(name)) return utf8;
  const known = aliases[name] ?? name;
  if (known === 'latin-1') return latin1;
  if (known === 'ascii') return ascii;
  const cached = cache.get(known);
  if (cached) return cached;
  const codec = tableCodec(known);
  if (codec) cache.set(known, codec);
  return codec;
}

const cache = new Map<string, Codec>();

export const utf8: Codec = {
  name: 'utf-8',
  decode(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  },
  encode: (text) => (text.isWellFormed() ? new TextEncoder().encode(text) : undefined),
};

const latin1: Codec = {
  name: 'latin-1',
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  encode: (text) => (allBelow(text, 256) ? Buffer.from(text, 'latin1') : undefined),
};

const ascii: Codec = {
  name: 'ascii',
  decode: (bytes) => (bytes.every((byte) => byte < 128) ? latin1.decode(bytes) : undefined),
  encode: (text) => (allBelow(text, 128) ? Buffer.from(text, 'latin1') : undefined),
};

function allBelow(text: string, limit: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) >= limit) return false;
  return true;
}

/** Python's other names (codecs documentation, "Standard Encodings"). */
const aliases: Readonly<Record<string, string>> = {
  latin1: 'latin-1',
  latin: 'latin-1',
  l1: 'latin-1',
  'iso-8859-1': 'latin-1',
  'iso8859-1': 'latin-1',
  '8859': 'latin-1',
  cp819: 'latin-1',
  'us-ascii': 'ascii',
  '646': 'ascii',
  latin2: 'iso-8859-2',
  'latin-2': 'iso-8859-2',
  latin9: 'iso-8859-15',
  'latin-9': 'iso-8859-15',
  sjis: 'shift-jis',
  'shift-jis': 'shift-jis',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  'big5-tw': 'big5',
  gb2312: 'gbk',
  'euc-cn': 'gbk',
  cp936: 'gbk',
  '936': 'gbk',
  cp949: 'euc-kr',
  'mac-roman': 'macintosh',
  cp866: 'ibm866',
};

const doubleByte = new Set(['gbk', 'big5', 'shift-jis', 'euc-jp', 'euc-kr']);

/** A codec from the platform's decoder, turned round. */
function tableCodec(name: string): Codec | undefined {
  const platform = platformName(name);
  if (platform === undefined) return undefined;
  const decoder = new TextDecoder(platform, { fatal: true });
  const single = (byte: number): string | undefined => {
    if (byte >= 0x80 && byte < 0xa0) {
      // The web's tables give windows-1254 for iso-8859-9, and fill the holes of code pages; Python does neither.
      if (name.startsWith('iso')) return String.fromCharCode(byte);
      const text = attempt(decoder, [byte]);
      return text === String.fromCharCode(byte) ? undefined : text;
    }
    return attempt(decoder, [byte]);
  };
  const toText: (string | undefined)[] = Array.from({ length: 256 }, (_, byte) => single(byte));
  const wide = doubleByte.has(name);
  const toBytes = new Map<string, readonly number[]>();
  for (const [byte, text] of toText.entries()) if (text !== undefined) toBytes.set(text, [byte]);
  if (wide) {
    for (let lead = 0x81; lead < 0xff; lead += 1) {
      for (let trail = 0x40; trail < 0xff; trail += 1) {
        const text = attempt(decoder, [lead, trail]);
        if (text !== undefined && !toBytes.has(text)) toBytes.set(text, [lead, trail]);
      }
    }
  }
  return {
    name,
    decode: (bytes) => (wide ? attempt(decoder, bytes) : mapBytes(bytes, toText)),
    encode(text) {
      const out: number[] = [];
      for (const character of text) {
        const bytes = toBytes.get(character);
        if (bytes === undefined) return undefined;
        out.push(...bytes);
      }
      return Uint8Array.from(out);
    },
  };
}

function mapBytes(bytes: Uint8Array, table: readonly (string | undefined)[]): string | undefined {
  const parts: string[] = [];
  for (const byte of bytes) {
    const text = table[byte];
    if (text === undefined) return undefined;
    parts.push(text);
  }
  return parts.join('');
}

function attempt(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | number[]): string | undefined {
  try {
    return decoder.decode(bytes instanceof Uint8Array ? bytes : Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** Encodings whose tables on the platform were compared with Python's (koi8-u and cp1255, for two, differ). */
const SAME_AS_PYTHON = /^(?:iso-8859-\d+|windows-(?:125[0-46-8]|874)|koi8-r|ibm866|macintosh)$/;

function platformName(name: string): string | undefined {
  const label = name
    .replace(/^iso-?8859-?(\d+)$/, 'iso-8859-$1')
    .replace(/^(?:cp|windows-?)(125\d|874)$/, 'windows-$1');
  if (!SAME_AS_PYTHON.test(label) && !doubleByte.has(label)) return undefined;
  try {
    new TextDecoder(label);
    return label;
  } catch {
    return undefined;
  }
}
