// Something like a message, but no JSON.

export default ({ id }) => process.stdout.write(`{"id":${id},"out":{{{ \u0000\u001b[31m\n`);
