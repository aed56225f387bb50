/** 1 GiB: the default limit on the size of a file and on what an archive may unpack to. */
export const DEFAULT_MAX_BYTES: number = 0x40000000;
