// Ends by a signal.

export default () => process.kill(process.pid, 'SIGSEGV');
