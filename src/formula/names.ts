/** Whether a text can name a column: not empty, and not only white space (the reference's DName). */
export const isDefinedName = (text: string): boolean => text.trim() !== '';
