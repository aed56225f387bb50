/** Everything behind `?f64` is typed by hand in twins.ts. */
declare module '*?f64';
