package backend

type JWKS struct {
	Keys []JWK `json:"keys"`
}

type JWK struct {
	Kid     string   `json:"kid"`
	Alg     string   `json:"alg"`
	Use     string   `json:"use"`
	Kty     KeyType  `json:"kty"`
	Crv     string   `json:"crv"`
	X       string   `json:"x"`
	X5C     []string `json:"x5c"`
	X5T     string   `json:"x5t"`
	X5TS256 string   `json:"x5t#S256"`
	X5U     string   `json:"x5u"`
	Y       string   `json:"y"`
	N       string   `json:"n"`
	E       string   `json:"e"`
	D       string   `json:"d"`
	P       string   `json:"p"`
	Q       string   `json:"q"`
	Dp      string   `json:"dp"`
	Dq      string   `json:"dq"`
	Qi      string   `json:"qi"`
	K       string   `json:"k"`
}

type KeyType string

const (
	KeyTypeOKP KeyType = "OKP"
	KeyTypeEC  KeyType = "EC"
	KeyTypeRSA KeyType = "RSA"
	KeyTypeOct KeyType = "oct"
)
