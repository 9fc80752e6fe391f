export type Transport = () => void;
