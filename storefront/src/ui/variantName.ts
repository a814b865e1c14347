interface Named {
  title: string;
  product: { title: string };
}

/** The product and which one of it: "Mug, Blue". */
export const variantName = ({ title, product }: Named): string =>
  title === product.title ? title : `${product.title}, ${title}`;
