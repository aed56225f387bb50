/** Trials by the laws and the object that a user names. */
import { show, UsageError } from '../../errors.ts';
import type { LawUnit } from '../../parallel/handlers/law.ts';

/** What was asked for: ids of laws, the name of an object, a module. */
export interface Asked {
  readonly laws: readonly string[];
  readonly object?: string | undefined;
  readonly path?: string | undefined;
}

/** The trials of the laws on the object, and on what was made from it; throws a UsageError where there is none. */
export function chooseUnits(all: readonly LawUnit[], { laws, object, path }: Asked): LawUnit[] {
  const ofLaw = all.filter((unit) => laws.includes(unit.law.id));
  const units = ofLaw.filter((unit) => object === undefined || unit.object === object || unit.of === object);
  if (units.length > 0) return units;
  const objects = [...new Set((ofLaw.length > 0 ? ofLaw : all).map((unit) => unit.object))];
  if (ofLaw.length > 0) {
    throw new UsageError({
      argument: '--object',
      expected: `one of ${objects.slice(0, 12).join(', ')}${objects.length > 12 ? ', …' : ''}`,
      received: show(object),
    });
  }
  throw new UsageError({
    argument: path === undefined ? 'laws' : `--path ${show(path)}`,
    expected: 'an object that the chosen laws speak of',
    received: `objects of the kinds ${[...new Set(all.map((unit) => unit.law.kind))].join(', ') || 'that no law knows'}`,
    wayOut: 'see flowproof verify --list',
  });
}
