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
  if (/\r\ntransfer-encoding: *chunked/.test(headers)) {
    const last = text.indexOf('0\r\n\r\n', body);
    return last < 0 ? undefined : last + 5;
  }
  if (/^http\/1\.1 (?:204|304)/.test(headers)) return body;
  throw new Error(`an answer without a length: ${headers}`);
}
