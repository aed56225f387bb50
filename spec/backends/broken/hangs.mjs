// Never answers.

export default () => {};
