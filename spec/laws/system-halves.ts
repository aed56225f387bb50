/** Rooms of about half of the time; all others are the second half. */
export const FIRST_HALF: readonly string[] = ['schedules', 'paths', 'boundaries', 'networks'];
