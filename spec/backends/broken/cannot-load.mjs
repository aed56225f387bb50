// Ends before it has greeted, with a reason.
process.stderr.write("ModuleNotFoundError: No module named 'numpy'\n");
process.exit(1);
