interface PictureProps {
  image: { url: string; alt: string | null; width: number | null; height: number | null } | null | undefined;
  /** Seen at once: not loaded late. */
  eager?: boolean;
  className?: string;
}

/** From this site's own address: the browser asks nobody else. */
export const pictureUrl = (url: string): string => {
  const { pathname, search } = new URL(url, 'http://media');
  return pathname.startsWith('/media/') ? `${pathname}${search}` : url;
};

export function Picture({ image, eager = false, className }: PictureProps) {
  if (!image) return <div className={`no-picture ${className ?? ''}`} aria-hidden="true" />;
  const { url, alt, width, height } = image;
  return (
    <img
      className={className}
      src={pictureUrl(url)}
      alt={alt ?? ''}
      width={width ?? undefined}
      height={height ?? undefined}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
    />
  );
}
