import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@provides", "@external", "@requires", "@inaccessible", "@interfaceObject", "@override"
])`;

/** A library: what the shop's supergraph has not. */
const subgraphs: Record<string, string> = {
  catalogue: /* GraphQL */ `
    type Query {
      work(id: ID!): Work
      works(first: Int = 4, only: Format, filter: Filter = { minutes: 5 }): [Work]
      book(isbn: String = "none", id: ID): Book
      find(text: String = "x", kinds: [[Kind!]] = [[BOOK, FILM]]): [Found!]
      shelves: [[Shelf!]]!
      vault: Vault @inaccessible
      version: String! @shareable
      roots(first: Int = 2): [[Query!]]
    }
    type Mutation {
      lend(input: LendInput!): LendResult
      rename(id: ID!, title: String = "none"): Work!
      touch: Boolean!
    }
    input Filter { minutes: Int = 3, format: Format = PAPER, secret: Int @inaccessible, not: Filter }
    input LendInput { isbn: String!, to: ID, days: Int! = 14, copies: [Int] = [1, null], filter: Filter }
    enum Kind { BOOK FILM }
    enum Format { PAPER AUDIO FORBIDDEN @inaccessible }
    union LendResult = Loan | Refusal
    type Loan { book: Book!, to: Person, days: Int!, query: Query! }
    type Refusal { reason: String!, instead: [Work], query: Query }
    interface Work @key(fields: "id") {
      id: ID!
      title(language: String = "en"): String
      authors: [Person!]
      related(first: Int = 2): [Work!]!
    }
    type Book implements Work @key(fields: "id") @key(fields: "isbn") {
      id: ID!
      isbn: String!
      title(language: String = "en"): String
      authors: [Person!]
      related(first: Int = 2): [Work!]!
      format: Format!
      formats: [Format]
      dimensions: Dimensions
      shelf: Shelf
      owner: Owner
      prints: [[Print!]!]
    }
    type Film implements Work @key(fields: "id") {
      id: ID!
      title(language: String = "en"): String
      authors: [Person!]
      related(first: Int = 2): [Work!]!
      minutes: Int!
      format: Format
      director: Person!
    }
    type Draft implements Work @key(fields: "id") @inaccessible {
      id: ID!
      title(language: String = "en"): String
      authors: [Person!]
      related(first: Int = 2): [Work!]!
    }
    type Vault @inaccessible { code: String! }
    type Print { year: Int!, place: String, sizes: [[Float]!] }
    type Dimensions @shareable { width: Float!, height: Float, unit: String! }
    union Found = Book | Film | Person | Vault
    union Owner = Person | Branch
    type Branch @key(fields: "code") { code: String! @inaccessible, name: String! @shareable, city: String }
    type Person @key(fields: "id") {
      id: ID!
      name: String! @shareable
      works(first: Int = 3): [Work!]
      born: Date
    }
    type Shelf @key(fields: "room { id } row") { room: Room!, row: Int!, books(first: Int = 2): [[Book]!] }
    type Room @key(fields: "id") { id: ID!, label: String }
    scalar Date
  `,
  reviews: /* GraphQL */ `
    type Query { latest(first: Int = 3): [Review!]!, reviewed: [Work!], version: String! @shareable }
    type Mutation { review(work: ID!, stars: Stars! = ONE, text: String): Review }
    type Work @interfaceObject @key(fields: "id") {
      id: ID!
      reviews(first: Int = 2): [Review!]!
      rating: Float
      critic: Person @provides(fields: "name")
    }
    type Review @key(fields: "id") {
      id: ID!
      work: Work!
      author: Person! @provides(fields: "name")
      stars: Stars!
      text: String
      answers: [Review]
    }
    enum Stars { ONE TWO THREE HIDDEN @inaccessible }
    type Person @key(fields: "id") { id: ID!, name: String! @external, reviews(first: Int = 2): [Review!] }
  `,
  prices: /* GraphQL */ `
    type Query { cheapest: Book, offers: [Offer] }
    type Book @key(fields: "isbn") {
      isbn: String!
      title(language: String = "en"): String @external
      dimensions: Dimensions @external
      owner: Owner @external
      postage: Money @requires(fields: "dimensions { width height } title(language: \\"de\\")")
      fee(days: Int = 1): Money! @requires(fields: "owner { ... on Branch { city } ... on Person { id } }")
      oldest: Int
      price(currency: Currency = EUR): Money
    }
    type Dimensions @shareable { width: Float!, height: Float, unit: String! }
    union Owner = Person | Branch
    type Branch @key(fields: "code") { code: String! @inaccessible, city: String @external, name: String! @shareable }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
    type Money { amount: Decimal!, currency: Currency! }
    enum Currency { EUR USD }
    interface Offer { price: Money }
    type Sale implements Offer { price: Money, book: Book!, until: String }
    type Rent implements Offer { price: Money, days: Int! }
    scalar Decimal
  `,
  rooms: /* GraphQL */ `
    type Query { rooms: [Room!]! }
    type Shelf @key(fields: "room { id } row") { room: Room!, row: Int!, empty: Boolean!, keeper: Person }
    type Room @key(fields: "id") { id: ID!, seats: Int, shelves: [Shelf] }
    type Person @key(fields: "id") { id: ID!, name: String! @external, desk: Room, greeting: String! @requires(fields: "name") }
  `,
};

export function librarySupergraph(): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({ name, typeDefs: parse(`${link} ${sdl}`) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
