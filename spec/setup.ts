import fc from 'fast-check';

// One fixed seed for the whole suite: a failure prints seed and path, and replays on any machine.
fc.configureGlobal({ seed: 20261122, verbose: fc.VerbosityLevel.None });
