/** A name for a variable of ours that this file does not mention anywhere. */
export function unusedName(text: string, wanted: string): string {
  const taken = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  return name;
}
