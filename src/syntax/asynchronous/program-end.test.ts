import { beforeAll, expect, test } from 'vitest';
import { loadPython } from '../python.ts';
import { flip } from './testing/flip.ts';

beforeAll(async () => {
  await loadPython();
});

const main = `def main(argv=None):
    return load(argv)


`;

/** What stands below `main` afterwards, and why it is no \`asyncio.run\`. */
function end(guard: string): string {
  const { text, notes } = flip(main + guard, { flip: ['main'], coroutines: ['load', 'main'], runs: ['main'] });
  return [text.slice(text.indexOf('(argv)\n') + 9), ...notes.filter((note) => !note.includes(': run.'))].join('');
}

test('the end of a program runs a loop for it', () => {
  const guards = [
    'if __name__ == "__main__":\n    main()\n',
    "if '__main__' == __name__:\n    import sys\n    sys.exit(main(sys.argv[1:]))\n",
    'if __name__ == "__main__":\n    try:\n        code = main() or 0\n    except ValueError as error:\n        print(error)\n    else:\n        raise SystemExit(code)\n',
    'if __name__ == "__main__" :\n    check()\n    if ready():\n        logger.info("%s", main(())); print("done")\n',
  ];
  expect(guards.map(end).join('\n')).toMatchInlineSnapshot(`
    "if __name__ == "__main__":
        asyncio.run(main())

    if '__main__' == __name__:
        import sys
        sys.exit(asyncio.run(main(sys.argv[1:])))

    if __name__ == "__main__":
        try:
            code = asyncio.run(main()) or 0
        except ValueError as error:
            print(error)
        else:
            raise SystemExit(code)

    if __name__ == "__main__" :
        check()
        if ready():
            logger.info("%s", asyncio.run(main(()))); print("done")
    "
  `);
});

test('what is no end stays bridged', () => {
  const guards = [
    'main()\n',
    'if __name__ == "main":\n    main()\n',
    'if __name__ == "__main__":\n    main()\n    main()\n',
    'if __name__ == "__main__":\n    main(load())\n',
    'if __name__ == "__main__":\n    main()\n    report()\n',
    'if __name__ == "__main__":\n    main()\nreport()\n',
    'if __name__ == "__main__":\n    print(main(), report())\n',
    'if __name__ == "__main__":\n    report(main())\n',
    'if __name__ == "__main__":\n    main().close()\n',
    'if __name__ == "__main__":\n    for day in week:\n        main(day)\n',
    'if __name__ == "__main__":\n    while main():\n        pass\n',
    'if __name__ == "__main__":\n    print([main(day) for day in week])\n',
    'if __name__ == "__main__":\n    with open_desk() as desk:\n        main(desk)\n',
    'if __name__ == "__main__":\n    try:\n        main()\n    finally:\n        desk.close()\n',
    'if __name__ != "__main__":\n    pass\nelse:\n    main()\n',
    'if __name__ == "__main__":\n    late = lambda: main()\n',
    'if __name__ == "__main__":\n    def late():\n        main()\n',
  ];
  expect(guards.map(end).join('\n')).toMatchInlineSnapshot(`
    "wait(main())
    main(): wait. The call stands at module level, where nothing can be awaited.
    if __name__ == "main":
        wait(main())
    main(): wait. The call stands at module level, where nothing can be awaited.
    if __name__ == "__main__":
        wait(main())
        wait(main())
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.main(): wait. The call is one of several in the program, and each would run an event loop of its own.
    if __name__ == "__main__":
        wait(main(wait(load())))
    main(load()): wait. The call is one of several in the program, and each would run an event loop of its own.load(): wait. The call stands at module level, where nothing can be awaited.
    if __name__ == "__main__":
        wait(main())
        report()
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ == "__main__":
        wait(main())
    report()
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ == "__main__":
        print(wait(main()), report())
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ == "__main__":
        report(wait(main()))
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ == "__main__":
        wait(main()).close()
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ == "__main__":
        for day in week:
            wait(main(day))
    main(day): wait. The call stands in a loop or a \`with\` at module level, where nothing can be awaited.
    if __name__ == "__main__":
        while wait(main()):
            pass
    main(): wait. The call stands in a loop or a \`with\` at module level, where nothing can be awaited.
    if __name__ == "__main__":
        print([wait(main(day)) for day in week])
    main(day): wait. The call stands where nothing can be awaited.
    if __name__ == "__main__":
        with open_desk() as desk:
            wait(main(desk))
    main(desk): wait. The call stands in a loop or a \`with\` at module level, where nothing can be awaited.
    if __name__ == "__main__":
        try:
            wait(main())
        finally:
            desk.close()
    main(): wait. The call is not the last that the program does, and what comes after would run without its event loop.
    if __name__ != "__main__":
        pass
    else:
        wait(main())
    main(): wait. The call stands at module level, where nothing can be awaited.
    if __name__ == "__main__":
        late = lambda: wait(main())
    main(): wait. The call stands where nothing can be awaited.
    if __name__ == "__main__":
        def late():
            wait(main())
    main(): wait. The call stands where nothing can be awaited."
  `);
});
