/** Our own system, second half: the rooms that system-a.spec.ts leaves. */
import { systemRooms } from '../../src/laws/system/index.ts';
import { holdRooms } from './hold-rooms.ts';
import { FIRST_HALF } from './system-halves.ts';

holdRooms(Object.fromEntries(Object.entries(systemRooms).filter(([name]) => !FIRST_HALF.includes(name))));
