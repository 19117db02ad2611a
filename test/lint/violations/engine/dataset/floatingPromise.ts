const later = async (): Promise<void> => {
  await Promise.resolve();
};

export function forget(): void {
  later();
}
