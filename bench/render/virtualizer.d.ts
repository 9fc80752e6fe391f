/* The package is installed in `bench/peers` only. */
declare module '@lit-labs/virtualizer';
