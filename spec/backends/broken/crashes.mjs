// Ends with an exit code and a last word on its standard error.

export default () => {
  process.stderr.write('Traceback: out of cheese\n');
  process.exitCode = 3;
  process.stdin.destroy();
};
