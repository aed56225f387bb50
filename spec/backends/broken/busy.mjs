// Computes for ever and reads nothing more.

export default () => {
  for (;;);
};
