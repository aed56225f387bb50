// Prints, but never greets.
process.stdout.write('model loaded\n');
setInterval(() => {}, 1000);
