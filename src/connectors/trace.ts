export interface Trace { (): void }
