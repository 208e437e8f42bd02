// A session token, as far as a page may look into it: its header and claims, unverified, and how long it still lives.

// read returns { header, claims } of a JWT, or null when it is none.
export function read(token) {
  try {
    const [header, claims] = token.split(".").slice(0, 2).map((part) => {
      const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      return JSON.parse(new TextDecoder().decode(bytes));
    });
    return { header, claims };
  } catch {
    return null;
  }
}

// The server's clock may differ from this one. Dates in responses tell it to the second, so less is no difference.
let ahead = 0;

// hear learns the server's clock from a response.
export function hear(response) {
  const date = Date.parse(response.headers.get("Date"));
  const difference = date + 500 - Date.now();
  if (!Number.isNaN(difference)) ahead = Math.abs(difference) < 2000 ? 0 : difference;
}

// life returns { total, left } in seconds, left being negative after the end, or null when the claims do not tell.
export function life(claims) {
  if (typeof claims?.exp !== "number" || typeof claims?.iat !== "number") return null;
  return { total: claims.exp - claims.iat, left: claims.exp - (Date.now() + ahead) / 1000 };
}

// due reports whether it is time for a new token: a few seconds before the end, so that none is sent that ends on the way.
export function due({ total, left }) {
  return left < Math.min(10, total / 3);
}
