/** Gives CSS modules Mantine's breakpoints and colour-scheme mixins. */
export default {
  plugins: {
    "postcss-preset-mantine": {},
  },
};
