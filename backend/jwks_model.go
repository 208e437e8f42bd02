package backend

// JWKS is a JSON Web Key Set (RFC 7517 section 5).
type JWKS struct {
	Keys []JWK `json:"keys"` // all keys, of whatever kind
}

// A JWK is a JSON Web Key (RFC 7517, and for its members RFC 7518 and RFC 8037). Which members it has depends on its type;
// the others are empty. Keys are public ones. Clerk's document allows for private ones, so their members are Secrets: they
// print and encode as "[redacted]".
type JWK struct {
	KeyID     string  `json:"kid"` // the id of the key, which the header of a token names
	Algorithm string  `json:"alg"` // what it signs with: "RS256"
	Use       string  `json:"use"` // what it is for: "sig"
	Type      JWKType `json:"kty"` // what it is; other values than the constants are possible

	Curve string `json:"crv"` // the curve of an EC or OKP key: "P-256", "Ed25519"
	X     string `json:"x"`   // the public key of an OKP key, or the x coordinate of an EC key, in base64url
	Y     string `json:"y"`   // the y coordinate of an EC key, in base64url
	N     string `json:"n"`   // the modulus of an RSA key, in base64url
	E     string `json:"e"`   // the exponent of an RSA key, in base64url

	D  Secret `json:"d"`  // the private key of an EC, OKP or RSA key
	P  Secret `json:"p"`  // the first prime factor of an RSA key
	Q  Secret `json:"q"`  // the second prime factor of an RSA key
	DP Secret `json:"dp"` // the first CRT exponent of an RSA key
	DQ Secret `json:"dq"` // the second CRT exponent of an RSA key
	QI Secret `json:"qi"` // the CRT coefficient of an RSA key
	K  Secret `json:"k"`  // a symmetric key

	X5C     []string `json:"x5c"`      // the certificate chain, in base64, the one of the key first
	X5T     string   `json:"x5t"`      // the SHA-1 thumbprint of the certificate, in base64url
	X5TS256 string   `json:"x5t#S256"` // the SHA-256 thumbprint of the certificate, in base64url
	X5U     string   `json:"x5u"`      // the address of the certificate chain
}

// A JWKType is a kind of key (RFC 7518 section 6.1).
type JWKType string

// The kinds of keys.
const (
	JWKTypeOKP JWKType = "OKP" // Ed25519
	JWKTypeEC  JWKType = "EC"
	JWKTypeRSA JWKType = "RSA"
	JWKTypeOct JWKType = "oct" // symmetric
)
