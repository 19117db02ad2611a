export const unused = (value: any): unknown => value;
