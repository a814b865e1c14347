export function Footer() {
  return (
    <footer className="footer">
      <p>Storegraph, a shop on one graph. Prices are before tax; it is shown in the cart.</p>
    </footer>
  );
}
