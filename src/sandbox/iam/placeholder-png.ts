/** A PNG of one white pixel, base64: it stands for the QR code, which nobody here scans. */
export const placeholderPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
