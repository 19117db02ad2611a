/** ImageNet's statistics of RGB from 0 to 1, as PVT was trained with. */
export const imageNet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;
