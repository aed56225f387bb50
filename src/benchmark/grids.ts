/** Time grids by name. */
export type GridSpec = { readonly kind: 'uniform' };

export const gridName = (grid: GridSpec): string => grid.kind;
