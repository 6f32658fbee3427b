/** Finds the ends of HTTP/1.1 answers in the bytes of one keep-alive connection. */
export class AnswerReader {
  private buffered = '';

  /** Add bytes (as latin1 text); the status codes of the answers that are complete now. */
  add(text: string): readonly number[] {
    this.buffered += text;
    const statuses: number[] = [];
    for (;;) {
      const end = endOfAnswer(this.buffered);
      if (end === undefined) return statuses;
      statuses.push(Number(this.buffered.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)));
      this.buffered = this.buffered.slice(end);
    }
  }
}

/** Where the first answer ends, or undefined while it is incomplete. Throws when it has no known length. */
function endOfAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const headers = text.slice(0, head).toLowerCase();
  const body = head + 4;
  const length = /\r\ncontent-length: *(\d+)/.exec(headers)?.[1];
  if (length !== undefined) {
    const end = body + Number(length);
    return text.length >= end ? end : undefined;
  }
  if (/\r\ntransfer-encoding: *chunked/.test(headers)) return endOfChunks(text, body);
  if (/^http\/1\.1 (?:204|304)/.test(headers)) return body;
  throw new Error(`an answer without a length: ${headers}`);
}

/** Where the last of the chunks from `start` ends; trailers are not looked for, servers of benches send none. */
function endOfChunks(text: string, start: number): number | undefined {
  for (let at = start; ; ) {
    const line = text.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(text.slice(at, line), 16);
    at = line + 2 + size + 2;
    if (at > text.length) return undefined;
    if (size === 0) return at;
  }
}
