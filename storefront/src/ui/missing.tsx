/** Said at the top of a page that is not all there. */
export function Missing({ when }: { when: boolean }) {
  if (!when) return null;
  return (
    <p className="banner" role="status">
      A part of this page cannot be shown at the moment. What you see is right; the rest comes back by itself.
    </p>
  );
}
