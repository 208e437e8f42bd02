package jose_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/internal/jose"
)

func TestParsePEM(t *testing.T) {
	private := privateKeys()[0]
	public := &private.PublicKey
	good := pkix(t, public)
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	bare := base64.StdEncoding.EncodeToString(der)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	other := func(n *big.Int, e int) string { return pkix(t, &rsa.PublicKey{N: n, E: e}) }

	for _, row := range []struct {
		name, text string
		problem    string // part of the error; "" for a key
	}{
		{"as the dashboard shows it", good, ""},
		{"with the line ends of Windows", strings.ReplaceAll(good, "\n", "\r\n"), ""},
		{"without the last line break", strings.TrimSpace(good), ""},
		{"with empty lines around", "\n\n" + good + "\n\n", ""},
		{"indented, as in a YAML file", "  " + strings.ReplaceAll(good, "\n", "\n  "), ""},
		{"all on one line", strings.ReplaceAll(good, "\n", ""), ""},
		{"all on one line with spaces for line breaks", strings.ReplaceAll(good, "\n", " "), ""},
		{"all on one line with tabs for line breaks", strings.ReplaceAll(good, "\n", "\t"), ""},
		{"bare base64", bare, ""},
		{"bare base64 in lines", strings.TrimSuffix(strings.TrimPrefix(good, "-----BEGIN PUBLIC KEY-----\n"), "-----END PUBLIC KEY-----\n"), ""},
		{"bare base64 with white space around", " \t" + bare + "\r\n", ""},
		{"without the line that ends it", "-----BEGIN PUBLIC KEY-----\n" + bare, ""},
		{"with a comment before it", "# production\n" + good, ""},
		{"an exponent of 3", other(public.N, 3), ""},
		{"4096 bits", other(odd(4096), 65537), ""},
		{"8192 bits", other(odd(8192), 65537), ""},

		{"nothing", "", "not an RSA public key"},
		{"white space", " \n\t", "not an RSA public key"},
		{"the lines around nothing", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "not an RSA public key"},
		{"a text", "the public key", "not an RSA public key"},
		{"a private key", block("PRIVATE KEY", pkcs8), `a "PRIVATE KEY" block`},
		{"a private key of the older form", block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(private)), `a "RSA PRIVATE KEY" block`},
		{"a private key that says it is public", block("PUBLIC KEY", pkcs8), "not an RSA public key"},
		{"a private key without the lines around it", base64.StdEncoding.EncodeToString(pkcs8), "not an RSA public key"},
		{"a private key all on one line", strings.ReplaceAll(block("PRIVATE KEY", pkcs8), "\n", ""), "not an RSA public key"},
		{"a public key of the older form", block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(public)), `a "RSA PUBLIC KEY" block`},
		{"a certificate", block("CERTIFICATE", certificate), `a "CERTIFICATE" block`},
		{"a certificate without the lines around it", base64.StdEncoding.EncodeToString(certificate), "not an RSA public key"},
		{"an elliptic curve key", pkix(t, &curve.PublicKey), "another kind of key"},
		{"an Ed25519 key", pkix(t, edwards), "another kind of key"},
		{"a JWK set", set(jwk(public, nil)), "not an RSA public key"},
		{"half a key", good[:len(good)/2], "not an RSA public key"},
		{"a character lost", strings.Replace(bare, bare[100:101], "", 1), "not an RSA public key"},
		{"base64 for URLs", "-----BEGIN PUBLIC KEY-----" + strings.NewReplacer("+", "-", "/", "_").Replace(bare) + "-----END PUBLIC KEY-----", "not an RSA public key"},
		{"something after the key within the block", block("PUBLIC KEY", append(der[:len(der):len(der)], 0)), "not an RSA public key"},
		{"1024 bits", other(odd(1024), 65537), "1024 bits"},
		{"8193 bits", other(odd(8193), 65537), "8193 bits"},
		{"an exponent of 1", other(public.N, 1), "exponent"},
		{"an even exponent", other(public.N, 65536), "exponent"},
		{"an exponent that crypto/rsa refuses", other(public.N, 1<<31+1), "exponent"},
		{"an even modulus", other(new(big.Int).Sub(public.N, big.NewInt(1)), 65537), "modulus is even"},
	} {
		t.Run(row.name, func(t *testing.T) {
			key, err := jose.ParsePEM(row.text)
			if row.problem == "" {
				if err != nil || key.IsZero() || key.ID() != "" {
					t.Fatalf("ParsePEM = %v, %v, want a key without a name", key, err)
				}
				return
			}
			if err == nil || !key.IsZero() {
				t.Fatalf("ParsePEM = %v, %v, want %q", key, err, row.problem)
			}
			if !strings.Contains(err.Error(), row.problem) {
				t.Errorf("the error is %q, want %q in it", err, row.problem)
			}
			if strings.Contains(err.Error(), "MII") {
				t.Errorf("the error quotes the key: %v", err)
			}
		})
	}
}

func TestParsePEMSaysOnceForAllThatItIsNoKey(t *testing.T) {
	for _, text := range []string{"", "x", block("CERTIFICATE", []byte("x")), block("PUBLIC KEY", []byte("x"))} {
		if _, err := jose.ParsePEM(text); !errors.Is(err, jose.ErrPEM) {
			t.Errorf("ParsePEM(%q): %v, want ErrPEM", text, err)
		}
	}
}

func TestAKeyFromAPEMIsForRS256(t *testing.T) {
	private := privateKeys()[0]
	key, err := jose.ParsePEM(pkix(t, &private.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	input := []byte("header.payload")
	for alg, want := range map[jose.Algorithm]error{jose.RS256: nil, jose.RS384: jose.ErrAlgorithmPinned, jose.RS512: jose.ErrAlgorithmPinned} {
		if got := key.Verify(alg, input, sign(t, alg, input, private)); !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", alg, got, want)
		}
	}
	if !key.Equal(parsed(t, jwk(&private.PublicKey, nil))) {
		t.Error("the key differs from the one read from a JWK")
	}
}
