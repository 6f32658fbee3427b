/** Takes one of so many: a number from 0 on, below `count`. */
export type Choose = (count: number) => number;

const names = ['boat', 'ship', 'self', 'crew', 'print', 'match', 'type', 'case', 'exec', '_'];
const literals = ['1', '2.5', '0x1f', '1j', '.5', '1_000', 'None', 'True', 'False', '...'];
const strings = [
  "'a'",
  '"b\\n"',
  '"""c\nd"""',
  'r"\\d+"',
  "b'x'",
  '""',
  'rb"\\""',
  "'it\\'s'",
  '"\\N{DASH}"',
  'r"\\\\"',
];

/** Texts of all the grammar's statements and expressions. Most are Python; what stands where it may not is not. */
export class ProgramWriter {
  private readonly choose: Choose;

  constructor(choose: Choose) {
    this.choose = choose;
  }

  program(): string {
    const text = this.times(1, 3, () => this.statement('', 3)).join('');
    switch (this.choose(12)) {
      case 0:
        return text.replaceAll('\n', '\r\n');
      case 1:
        return text.trimEnd();
      case 2:
        return text.replaceAll(', ', ',\n        ');
      case 3:
        return text.replaceAll(' = ', ' = \\\n  ');
      default:
        return text;
    }
  }

  private pick<T>(of: readonly T[]): T {
    const found = of[this.choose(of.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  private one(...of: (string | (() => string))[]): string {
    const found = this.pick(of);
    return typeof found === 'string' ? found : found();
  }

  private times(least: number, most: number, write: () => string): string[] {
    return Array.from({ length: least + this.choose(most - least + 1) }, write);
  }

  private list(write: () => string, least = 1, most = 3): string {
    return this.times(least, most, write).join(', ');
  }

  private name = (): string => this.pick(names);

  private string(depth: number): string {
    const inner = () => this.expression(depth - 1);
    if (depth < 1 || this.choose(3) > 0) return this.pick(strings);
    return this.one(
      () => `f"{${inner()}}"`,
      () => `f'x{${this.name()}!r:>{${this.name()}}}y{{}}'`,
      () => `f"{${this.name()}=}"`,
      () => `t"""a{${inner()}:.2f}\n{${this.name()}}"""`,
      () => `rf"\\d{${this.name()}}\\\\"`,
    );
  }

  expression(depth: number): string {
    if (depth < 1)
      return this.one(
        this.name,
        this.name,
        () => this.pick(literals),
        () => this.string(0),
      );
    const e = () => this.expression(depth - 1);
    const p = () => this.primary(depth - 1);
    const clauses = () => this.clauses(depth - 1);
    return this.one(
      () => this.expression(0),
      () => `${p()}.${this.name()}`,
      () => `${p()}(${this.parts(depth - 1)})`,
      () => `${p()}(${this.parts(depth - 1)})`,
      () => `${p()}[${this.subscripts(depth - 1)}]`,
      () => `${e()} ${this.pick('+ - * / // % @ ** | & ^ << >>'.split(' '))} ${e()}`,
      () => `${e()} ${this.pick(['<', '>', '==', '!=', '<=', 'in', 'not in', 'is', 'is not'])} ${e()}`,
      () => `${e()} ${this.pick(['and', 'or'])} ${e()}`,
      () => `not ${e()}`,
      () => `${this.pick(['-', '+', '~'])}${e()}`,
      () => `${e()} if ${e()} else ${e()}`,
      () => `lambda${this.pick(['', ' a', ' a, *b, c=1, **d', ' *, a', ' a, /', ' a=1,'])}: ${e()}`,
      () => `(${e()})`,
      () => `(${this.elements(depth - 1)},)`,
      () => `(${e()}, ${this.elements(depth - 1)})`,
      () => `[${this.elements(depth - 1)}${this.pick(['', ','])}]`,
      () => `{${this.elements(depth - 1)}}`,
      () =>
        `{${this.list(() =>
          this.one(
            () => `${e()}: ${e()}`,
            () => `**${e()}`,
          ),
        )}}`,
      () => this.pick(['()', '[]', '{}']),
      () => `[${e()}${clauses()}]`,
      () => `(${e()}${clauses()})`,
      () => `{${e()}${clauses()}}`,
      () => `{${e()}: ${e()}${clauses()}}`,
      () => `${p()}(${e()}${clauses()})`,
      () => `await ${p()}`,
      () => `(${this.name()} := ${e()})`,
      () => `(yield ${e()})`,
      () => this.string(depth),
      () => `${this.string(depth - 1)} ${this.string(depth - 1)}`,
    );
  }

  private primary(depth: number): string {
    if (depth < 1) return this.one(this.name, () => this.string(0));
    return this.one(
      this.name,
      () => `(${this.expression(depth)})`,
      () => `${this.primary(depth - 1)}.${this.name()}`,
      () => `${this.primary(depth - 1)}[${this.subscripts(depth - 1)}]`,
      () => `${this.primary(depth - 1)}(${this.parts(depth - 1)})`,
    );
  }

  private elements(depth: number): string {
    return this.list(() => `${this.choose(7) === 0 ? '*' : ''}${this.expression(depth)}`);
  }

  private parts(depth: number): string {
    const e = () => this.expression(depth);
    return this.list(
      () =>
        this.one(
          e,
          e,
          () => `${this.name()}=${e()}`,
          () => `*${e()}`,
          () => `**${e()}`,
        ),
      0,
    );
  }

  private subscripts(depth: number): string {
    const e = () => this.expression(depth);
    const slice = () =>
      this.one(
        ':',
        () => `${e()}:${e()}`,
        () => `::${e()}`,
        () => `${e()}:`,
        () => `*${this.name()}`,
      );
    return this.list(() => this.one(e, e, slice), 1, 2);
  }

  private clauses(depth: number): string {
    const e = () => this.expression(depth);
    const more = this.one(
      '',
      () => ` if ${e()}`,
      () => ` for ${this.targets()} in ${e()} if ${e()}`,
    );
    return ` ${this.pick(['', 'async '])}for ${this.targets()} in ${e()}${more}`;
  }

  private target(): string {
    return this.one(
      this.name,
      this.name,
      () => `${this.primary(1)}.crew`,
      () => `${this.primary(1)}[${this.expression(1)}]`,
      () => `(${this.target()}, ${this.target()})`,
      () => `[${this.target()}, *${this.name()}]`,
      () => `(${this.name()})`,
    );
  }

  private targets(): string {
    const target = () => this.target();
    return this.one(
      target,
      target,
      () => `${target()}, ${target()}`,
      () => `${target()},`,
      () => `*${this.name()}, ${target()}`,
    );
  }

  private type(depth = 2): string {
    const name = this.name;
    if (depth < 1) return name();
    const type = () => this.type(depth - 1);
    return this.one(
      name,
      () => `${name()}[${this.list(type, 1, 2)}]`,
      () => `${name()} | ${type()}`,
      () => `${name()}.Crew[${this.list(type, 1, 2)}]`,
      () => `${name()}[${type()}] | None`,
      '"Boat"',
      () => `${name()}[[${type()}], ${type()}]`,
      '"Boat" | None',
      () => this.expression(1),
    );
  }

  private expressions(depth: number): string {
    const e = () => this.expression(depth);
    return this.one(
      e,
      e,
      () => `${e()}, ${e()}`,
      () => `${e()},`,
      () => `*${this.name()}, ${e()}`,
    );
  }

  private simple(): string {
    const e = (depth = 2) => this.expression(depth);
    const es = () => this.expressions(2);
    const names = ['ships', 'ships as boats, crews', '(ships, boats as b,)', '*'];
    return this.one(
      () => e(3),
      es,
      () => `${this.targets()} = ${es()}`,
      () => `${this.targets()} = ${this.targets()} = ${es()}`,
      () => `${this.target()} ${this.pick(['+=', '//=', '**=', '@=', '>>=', '|='])} ${es()}`,
      () => `${this.name()}: ${this.type()}`,
      () => `self.crew: ${this.type()} = ${e()}`,
      () => this.pick(['pass', 'return', 'break', 'continue', 'raise', 'global a, b', 'nonlocal a', 'x = yield']),
      () => `return ${es()}`,
      () => `raise ${e()}${this.pick(['', ' from None'])}`,
      () => `assert ${e()}, ${e(1)}`,
      () => `del ${es()}`,
      () => `import ships.boats as b, crews`,
      () =>
        `from ${this.pick(['.', '..', '...ships.boats', '.ships', 'ships', '__future__'])} import ${this.pick(names)}`,
      () => `${this.pick(['', 'x = '])}yield ${es()}`,
      () => `yield from ${e()}`,
      () => `print(${this.parts(2)})`,
      () => `type ${this.pick(['Fleet', 'Fleet[T]'])} = ${this.type()}`,
    );
  }

  private lineEnd(): string {
    return this.one(
      '\n',
      '\n',
      '\n',
      '  # c\n',
      '\n\n',
      '\n# c0\n',
      '\n    # c4\n',
      '\n        # c8\n',
      ' ;\n',
      '\n  \n',
    );
  }

  private block(outer: string, depth: number): string {
    if (this.choose(7) === 0)
      return ` ${this.simple()}${this.pick(['', ';', '; pass'])}${this.pick(['\n', '  # c\n'])}`;
    const inner = outer + this.pick(['    ', '  ', '\t']);
    const before = this.pick(['', '  # c', '\n# c', `\n${inner}# c`]);
    return `${before}\n${this.times(1, 3, () => this.statement(inner, depth - 1)).join('')}`;
  }

  private statement(indent: string, depth: number): string {
    if (depth < 1 || this.choose(2) === 0) return indent + this.simple() + this.lineEnd();
    const e = (most = 2) => this.expression(most);
    const block = () => this.block(indent, depth);
    const otherwise = (word: string) => this.one('', () => `${indent}${word}:${block()}`);
    const caught = () => this.one('', ' Storm', ' (Storm, Fog) as s', () => ` ${e(1)} as s`, '* Storm as s', '*Storm');
    const managers = () =>
      this.one(
        () => e(),
        () => `${e()} as ${this.target()}`,
        () => `${e(1)} as a, ${e(1)}`,
        () => `(${e(1)} as a, ${e(1)} as b)`,
        () => `(${e(1)}, ${e(1)},)`,
        () => `(${e(1)} as a)`,
        () => `(${e(1)}) as b`,
      );
    const parameters = () =>
      this.one(
        '',
        'self',
        () => `a: ${this.type()} = 1, b=2`,
        () => `*a: ${this.type()}, **k`,
        'a, /, *, c',
        'a,',
      );
    return this.one(
      () => `${indent}if ${e()}:${block()}${otherwise(`elif ${e()}`)}${otherwise('else')}`,
      () => `${indent}for ${this.targets()} in ${this.expressions(2)}:${block()}${otherwise('else')}`,
      () => `${indent}while ${e()}:${block()}${otherwise('else')}`,
      () => `${indent}try:${block()}${indent}except${caught()}:${block()}${otherwise('else')}${otherwise('finally')}`,
      () => `${indent}try:${block()}${indent}finally:${block()}`,
      () => `${indent}${this.pick(['', 'async '])}with ${managers()}:${block()}`,
      () =>
        `${this.times(0, 2, () => `${indent}@${e(1)}\n`).join('')}${indent}${this.pick(['', 'async '])}def ${this.name()}` +
        `${this.pick(['', '', '[T: int, *U]'])}(${parameters()})${this.one('', () => ` -> ${this.type()}`)}:${block()}`,
      () => `${indent}class ${this.pick(['Boat', 'Boat()', 'Boat(Ship, metaclass=Fleet)', 'Boat[T]'])}:${block()}`,
      () =>
        `${indent}match ${this.one(this.name, () => e(1), 'a, b')}:\n${this.times(1, 3, () => this.caseOf(indent, depth)).join('')}`,
    );
  }

  private caseOf(indent: string, depth: number): string {
    const more = this.one(
      '',
      () => ` if ${this.expression(1)}`,
      () => `, ${this.pattern(1)}`,
    );
    return `${indent}  case ${this.pattern(2)}${more}:${this.block(`${indent}  `, depth - 1)}`;
  }

  private pattern(depth: number): string {
    if (depth < 1) return this.pick(['a', '_', '1', '-1.5', "'s'", 'None', 'True', 'a.b', '1 + 2j']);
    const inner = () => this.pattern(depth - 1);
    return this.one(
      () => this.pattern(0),
      () => `[${this.list(() => this.one(inner, '*a', '*_'), 0)}]`,
      () => `(${inner()}, ${inner()})`,
      () => `(${inner()})`,
      () => `Boat(${this.list(() => this.one(inner, () => `crew=${inner()}`), 0)})`,
      () => `ships.Boat(${inner()})`,
      () => `${inner()} | ${inner()}`,
      () =>
        `{${this.list(
          () =>
            this.one(
              () => `'k': ${inner()}`,
              () => `a.b: ${inner()}`,
              '**r',
            ),
          0,
        )}}`,
      () => `${inner()} as z`,
    );
  }
}
