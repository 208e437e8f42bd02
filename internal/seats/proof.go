package seats

import (
	"crypto/sha256"
	"crypto/subtle"
)

// ending is how many bytes at the end of a token its proof is made of: as many as SHA-256 takes in at three steps. They are 1098 bits of
// the signature, more than half of it where the key has 2048, which is as good as all: nobody guesses them, nobody finds them again from
// the digest, and who can present them has had the token.
const ending = 3*sha256.BlockSize - 9

// A proof is what stands for a token, so that the token itself is not kept: SHA-256 of the end of its signature.
//
// An entry is found by a keyed hash of all bytes of a token, 64 bits under a key that nobody knows, and believed for its proof. Every
// other token has a signature that ends otherwise: that is left to SHA-256, and compared in constant time. A token that is changed
// elsewhere has no signature that fits, and that is left to the keyed hash. Package maphash makes collisions hard to provoke but is no
// cryptography, so nothing may depend on it: where it failed, the answer would be about the token that the signature was made for, which
// whoever presents its end has had anyway, and what was presented would not have been read.
type proof [sha256.Size]byte

// proofOf goes through a buffer on the stack, because turning the text into bytes would copy it to the heap for every request.
func proofOf(token string) proof {
	var buffer [ending]byte
	return sha256.Sum256(buffer[:copy(buffer[:], token[max(0, len(token)-ending):])])
}

func (p *proof) isOf(token string) bool {
	other := proofOf(token)
	return p.equal(&other)
}

func (p *proof) equal(other *proof) bool { return subtle.ConstantTimeCompare(p[:], other[:]) == 1 }
