import { defineCommand } from '../command.ts';

export const rollback = defineCommand(
  {
    name: 'rollback',
    summary: 'Takes the last migrate back: every byte, the branch, and HEAD',
    details: [
      'Works after a run that was finished as after one that was killed. Refuses when somebody has worked on top, and says what is in the way.',
    ],
    options: {},
    examples: [['ferryman rollback', 'in the folder that `ferryman migrate` was run in']],
  },
  async (_options, _rest, { root, emit }) => {
    const room = await import('../../migrate/index.ts');
    const { run, restored, head } = await room.rollback(root, emit);
    const place = head.branch?.replace(/^refs\/heads\//, '') ?? head.commit.slice(0, 10);
    return {
      exitCode: 0,
      data: { run, restored, head },
      render: () => ({
        out: `Took back run ${run}: ${restored.length} ${restored.length === 1 ? 'file' : 'files'} restored, on ${place} again.\n`,
      }),
    };
  },
);
