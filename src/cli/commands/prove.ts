import * as path from 'node:path';
import { declaredDrivers } from '../declared-drivers.ts';
import { defineCommand } from '../command.ts';

/** Seconds that one run of the tests may take when nobody says otherwise. */
const TIMEOUT = 1800;

export const prove = defineCommand(
  {
    name: 'prove',
    summary: "Runs the application's own tests before and after, and compares them test by test",
    details: [
      'The tests as they were are run in a copy of the commit before, the tests as they are in the checkout; both in one environment: the one that is named, active or in the project, else one made in the cache. The checkout is not written to.',
    ],
    options: {
      before: {
        kind: 'text',
        value: 'commit',
        help: 'Compare with this commit (default: the one `migrate` started from)',
      },
      guard: {
        kind: 'flag',
        help: 'Also report calls that hold the event loop, with the setting that keeps their endpoints in threads, and database work that the text does not show',
      },
      python: {
        kind: 'text',
        value: 'path',
        help: "The application's Python: an interpreter or an environment's folder",
      },
      timeout: { kind: 'number', value: 'seconds', least: 1, help: `For one run of the tests (default: ${TIMEOUT})` },
    },
    rest: 'pytest arguments',
    formats: ['markdown'],
    examples: [
      ['ferryman prove', 'the whole suite, before and after'],
      ['ferryman prove --guard -- tests/test_bookings.py -x', 'a part of it, looking for what holds the loop'],
    ],
  },
  async (options, rest, { root, config, emit }) => {
    const { proveTree, renderProof, renderProofMarkdown } = await import('../../prove/index.ts');
    const { commitBefore } = await import('../../migrate/index.ts');
    const python = options.python ?? config.python;
    const before = options.before ?? commitBefore(root);
    const report = await proveTree(
      root,
      {
        timeoutMs: (options.timeout ?? config.timeout ?? TIMEOUT) * 1000,
        guard: options.guard,
        pytest: rest.length > 0 ? rest : (config.pytest ?? []),
        needs: await declaredDrivers(root),
        threaded: config.threaded ?? [],
        ...(before === undefined ? {} : { before }),
        ...(python === undefined ? {} : { python }),
      },
      emit,
    );
    return {
      exitCode: report.verdict === 'failed' ? 1 : 0,
      data: { proof: report },
      render: () => ({ out: renderProof(report) }),
      document: () => renderProofMarkdown(report, { name: path.basename(root) }),
    };
  },
);
