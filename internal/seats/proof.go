package seats

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// A proof is what stands for a token, so that the token itself is not kept: SHA-256 of its signature, which is all of a token that
// is secret.
//
// An entry is found by a keyed hash of all bytes of a token, 64 bits under a key that nobody knows, and believed for its proof. Every
// other token has another signature: that is left to SHA-256, and compared in constant time. A token that is changed elsewhere has no
// signature that fits, and that is left to the keyed hash. Package maphash makes collisions hard to provoke but is no cryptography, so
// nothing may depend on it: where it failed, the answer would be about the token that the signature was made for, which whoever presents
// it holds anyway, and what was presented would not have been read.
type proof [sha256.Size]byte

// proofOf hashes what comes after the second dot. It goes through a buffer on the stack, because turning the text into bytes would
// copy it to the heap for every request.
func proofOf(token string) proof {
	signature := token[afterDot(token, afterDot(token, 0)):]
	var buffer [384]byte // the 342 of an RSA key of 2048 bits, which Clerk's are, and some more
	if len(signature) <= len(buffer) {
		return sha256.Sum256(buffer[:copy(buffer[:], signature)])
	}
	return sha256.Sum256([]byte(signature))
}

// afterDot returns where what follows the next dot begins, or from where there is none.
func afterDot(text string, from int) int { return from + strings.IndexByte(text[from:], '.') + 1 }

func (p *proof) isOf(token string) bool {
	other := proofOf(token)
	return p.equal(&other)
}

func (p *proof) equal(other *proof) bool { return subtle.ConstantTimeCompare(p[:], other[:]) == 1 }
