export interface Credentials { (): unknown }
